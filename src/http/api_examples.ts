/** A request of a route as a client sends it, and the answer. */
export interface ApiExample {
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly answer: unknown;
}

/**
 * An example of every route, by its method and path, as a server answered the requests of tests/http/sample_requests.ts.
 * A test compares the fields of both, and judges each example by the schemas.
 */
export const API_EXAMPLES: Readonly<Record<string, ApiExample>> = {
  "POST /v1/signing-keys": {
    "path": "/v1/signing-keys",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "name": "another",
    },
    "answer": {
      "key_id": "f1d3cc0d-d886-4bb4-b92e-707f20be3687",
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "name": "another",
      "public_key": "fH/sb3kAfcHmw86hez0ctYPRK083Ruva+Tck6SBvot8=",
      "fingerprint": "96b0fc6efacbc2c8e0613dd3e1b194b8691e9e9a818ca441f9797048ecc4ac58",
      "created_at": "2026-01-28T12:00:12Z",
      "revoked_at": null,
      "fault": null,
      "status": "active",
    },
  },
  "GET /v1/signing-keys": {
    "path": "/v1/signing-keys?org_id=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    "answer": {
      "items": [
        {
          "key_id": "97dc1486-30cd-4285-a9f7-c5d5b5d66de7",
          "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
          "name": "release",
          "public_key": "4BW6wORTAI1FwJUcP/9OvDIlUvEfqkBFg7P4+eJ9WGo=",
          "fingerprint": "b78c26dc511e826e7b05927144b1edc4bd7f0abad1f30b073289ccfe278f8cad",
          "created_at": "2026-01-28T12:00:01Z",
          "revoked_at": null,
          "fault": null,
          "status": "active",
        },
      ],
      "total": 1,
    },
  },
  "GET /v1/signing-keys/lookup": {
    "path":
      "/v1/signing-keys/lookup?org_id=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11&reference=4aebdace-3808-41d4-aa9e-9ae7fe1d342f",
    "answer": {
      "key_id": "4aebdace-3808-41d4-aa9e-9ae7fe1d342f",
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "name": "release",
      "public_key": "+P4yqVP96U96dkHHj7pGShzv2wUaXJHCPl322hICKQA=",
      "fingerprint": "d1440c952ffbc68403eae1b5b3060bc06ace385906ae3916df1db8fd90bb0391",
      "created_at": "2026-01-28T12:00:01Z",
      "revoked_at": null,
      "fault": null,
      "status": "active",
    },
  },
  "GET /v1/signing-keys/:key_id": {
    "path": "/v1/signing-keys/7477ec29-966f-4048-b77d-059e9d8c2c51",
    "answer": {
      "key_id": "7477ec29-966f-4048-b77d-059e9d8c2c51",
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "name": "release",
      "public_key": "xx3c40baVG6dttn+gMxzV3hV76xS74RgFLWNjQC5KzA=",
      "fingerprint": "b9dcb9eee50469d9fab196cf0f93b2b3608b28975ea91d7c06796820fae26ced",
      "created_at": "2026-01-28T12:00:01Z",
      "revoked_at": null,
      "fault": null,
      "status": "active",
    },
  },
  "GET /v1/known-keys/:fingerprint": {
    "path": "/v1/known-keys/7324415559476c24c754c4170141f06f9b3161a87589660789e768c11d531b2b",
    "answer": {
      "known": true,
    },
  },
  "POST /v1/signing-keys/:key_id/rotate": {
    "path": "/v1/signing-keys/f7abeaec-177c-4a59-8eb5-a93599d5b55c/rotate",
    "body": {
      "name": "next",
    },
    "answer": {
      "old_key": {
        "key_id": "f7abeaec-177c-4a59-8eb5-a93599d5b55c",
        "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
        "name": "release",
        "public_key": "1c3M/n3riauvIMz2RkJZogyTi+Wk+gp+qtONy7fWxs4=",
        "fingerprint": "acc454cd5db1a910adfa023cefbec5e9170ed4a8d6bc637f68b929702b9e9544",
        "created_at": "2026-01-28T12:00:01Z",
        "revoked_at": "2026-01-28T12:00:11Z",
        "fault": null,
        "status": "revoked",
      },
      "new_key": {
        "key_id": "4dd3670d-4cdc-4477-9ca6-d319d7f325a1",
        "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
        "name": "next",
        "public_key": "HgEnCcrpD0/ViphCtGe4/2Q6SKRLFsRzfVSmUwZcY0Q=",
        "fingerprint": "6a9da71acc76e83bb6e53afb0abcb0fe3861c587f2d09949c299de56254527b9",
        "created_at": "2026-01-28T12:00:13Z",
        "revoked_at": null,
        "fault": null,
        "status": "active",
      },
      "old_is_trusted": true,
    },
  },
  "POST /v1/signing-keys/:key_id/revoke": {
    "path": "/v1/signing-keys/fc436ded-0916-47d6-a247-91eb90d7c1d1/revoke",
    "body": {
      "and_trust": true,
    },
    "answer": {
      "key": {
        "key_id": "fc436ded-0916-47d6-a247-91eb90d7c1d1",
        "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
        "name": "release",
        "public_key": "E+fu3MDoyYy2dKGuSTHTquwhZ44cfuHmc8nZJqWxvOs=",
        "fingerprint": "c916d18393fdb819606e218c31a2def0cf39522ca753de9db4b133aaa1a70111",
        "created_at": "2026-01-28T12:00:01Z",
        "revoked_at": "2026-01-28T12:00:11Z",
        "fault": null,
        "status": "revoked",
      },
      "is_still_trusted": false,
      "still_trusted_by": [],
      "stops_verifying": [
        {
          "package_hash": "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
          "keeps_another": false,
          "engine_reads": true,
        },
      ],
      "stops_verifying_cut_off": false,
      "dry_run": false,
    },
  },
  "POST /v1/trusted-keys": {
    "path": "/v1/trusted-keys",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "public_key": "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=",
    },
    "answer": {
      "trusted_key_id": "7e49e692-f540-443d-a4f0-5dce26bcb76c",
      "fingerprint": "fe812c12f3ab4ce6ac5db69ac352f906cb1b11ef43fb33e252ef7ff552263889",
      "public_key": "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=",
      "name": "partner",
      "trusted_by": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "trusted_at": "2026-01-28T12:00:03Z",
      "revoked_at": null,
      "is_trusted": true,
      "fault": null,
      "was_trusted": true,
      "was_revoked_at": null,
      "status": "trusted",
    },
  },
  "GET /v1/trusted-keys": {
    "path": "/v1/trusted-keys?org_id=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    "answer": {
      "items": [
        {
          "trusted_key_id": "30bc5ecc-5557-4dfe-8d60-703dae0acec1",
          "fingerprint": "22266d03f9bdd29be842d1fb50903c16e5f1509e2af79483332df566c95f9967",
          "public_key": "xjPl2dn03uch0cHQ/1abWAp/IycvEydsL4S214Vdyek=",
          "name": "release",
          "trusted_by": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
          "trusted_at": "2026-01-28T12:00:02Z",
          "revoked_at": null,
          "is_trusted": true,
          "fault": null,
          "status": "trusted",
        },
        {
          "trusted_key_id": "252bf456-2d8a-4d99-a01a-2264cb1c13dd",
          "fingerprint": "fe812c12f3ab4ce6ac5db69ac352f906cb1b11ef43fb33e252ef7ff552263889",
          "public_key": "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=",
          "name": "partner",
          "trusted_by": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
          "trusted_at": "2026-01-28T12:00:03Z",
          "revoked_at": null,
          "is_trusted": true,
          "fault": null,
          "status": "trusted",
        },
      ],
      "total": 2,
    },
  },
  "GET /v1/trusted-keys/lookup": {
    "path": "/v1/trusted-keys/lookup?org_id=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11&reference=partner",
    "answer": {
      "trusted_key_id": "695ffe53-5921-4d01-8c4b-3673aae9fdf2",
      "fingerprint": "fe812c12f3ab4ce6ac5db69ac352f906cb1b11ef43fb33e252ef7ff552263889",
      "public_key": "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=",
      "name": "partner",
      "trusted_by": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "trusted_at": "2026-01-28T12:00:03Z",
      "revoked_at": null,
      "is_trusted": true,
      "fault": null,
      "status": "trusted",
    },
  },
  "POST /v1/trusted-keys/:fingerprint/revoke": {
    "path":
      "/v1/trusted-keys/d317af93eaa92fe440a5084ed87e833a12054ec80e72733fe68acb445c1d1fbf/revoke",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    },
    "answer": {
      "key": {
        "trusted_key_id": "4f934482-a9d7-4f07-b254-8f5809b4edc7",
        "fingerprint": "d317af93eaa92fe440a5084ed87e833a12054ec80e72733fe68acb445c1d1fbf",
        "public_key": "QX8fWADYpKXieKAGmYMfEX6zT47dngFUPKsFWbj9i2c=",
        "name": "release",
        "trusted_by": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
        "trusted_at": "2026-01-28T12:00:02Z",
        "revoked_at": "2026-01-28T12:00:11Z",
        "is_trusted": false,
        "fault": null,
        "status": "revoked",
      },
      "still_trusted_by": [],
      "stops_verifying": [
        {
          "package_hash": "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
          "keeps_another": false,
          "engine_reads": true,
        },
      ],
      "stops_verifying_cut_off": false,
      "dry_run": false,
    },
  },
  "GET /v1/organisations": {
    "path": "/v1/organisations",
    "answer": {
      "items": [
        {
          "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
          "signing_keys": 1,
          "trusted_keys": 2,
        },
        {
          "org_id": "1b671a64-40d5-491e-99b0-da01ff1f3341",
          "signing_keys": 0,
          "trusted_keys": 0,
        },
      ],
      "total": 2,
    },
  },
  "POST /v1/trust-grants": {
    "path": "/v1/trust-grants",
    "body": {
      "parent_org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "child_org_id": "c0ffee00-0f0e-4d5c-9a39-0d6a4f1f2b11",
    },
    "answer": {
      "grant_id": "37e7f761-1f81-4648-bfa3-7c50d202ee6c",
      "parent_org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "child_org_id": "c0ffee00-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "granted_at": "2026-01-28T12:00:12Z",
      "revoked_at": null,
      "fault": null,
      "status": "active",
    },
  },
  "POST /v1/trust-grants/revoke": {
    "path": "/v1/trust-grants/revoke",
    "body": {
      "parent_org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "child_org_id": "1b671a64-40d5-491e-99b0-da01ff1f3341",
    },
    "answer": {
      "parent_org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "child_org_id": "1b671a64-40d5-491e-99b0-da01ff1f3341",
    },
  },
  "GET /v1/trust-grants": {
    "path": "/v1/trust-grants?org_id=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    "answer": {
      "items": [
        {
          "grant_id": "687afffc-85d5-46a9-831f-77e47341b759",
          "parent_org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
          "child_org_id": "1b671a64-40d5-491e-99b0-da01ff1f3341",
          "granted_at": "2026-01-28T12:00:04Z",
          "revoked_at": null,
          "fault": null,
          "status": "active",
        },
      ],
      "total": 1,
    },
  },
  "POST /v1/signing-keys/:key_id/signatures": {
    "path": "/v1/signing-keys/a2831e20-65a9-4291-8493-6ad0d9f6d850/signatures",
    "body": {
      "package_hashes": [
        "c5919a885d0e983e8bcfedc3ad1ab67b4020c2c31be5bfc2e8117f072fdc9106",
      ],
      "store": true,
    },
    "answer": {
      "key": {
        "key_id": "a2831e20-65a9-4291-8493-6ad0d9f6d850",
        "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
        "name": "release",
        "public_key": "OeLM1MzLwYvkstSGN4rEyIwk/YzMvtnokSKSNAY+VWA=",
        "fingerprint": "c450269244e427d11293e1f0493e4849efccec05fd062b571e6aeed7e5215cc2",
        "created_at": "2026-01-28T12:00:01Z",
        "revoked_at": null,
        "fault": null,
        "status": "active",
      },
      "signatures": [
        {
          "version": 1,
          "algorithm": "ed25519",
          "package_hash": "c5919a885d0e983e8bcfedc3ad1ab67b4020c2c31be5bfc2e8117f072fdc9106",
          "key_fingerprint": "c450269244e427d11293e1f0493e4849efccec05fd062b571e6aeed7e5215cc2",
          "signature":
            "5qrlLOYgLNxuUfDWc5iRQzOgNqP1IdOMbI/wKN00KN6UsNLP/Jjx/45LRybNGSoRdxh8CsoPUxSlFdEyvAXaBQ==",
          "signed_at": "2026-01-28T12:00:11Z",
        },
      ],
    },
  },
  "POST /v1/verify": {
    "path": "/v1/verify",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "package_hash": "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
    },
    "answer": {
      "verified": true,
      "signature": {
        "version": 1,
        "algorithm": "ed25519",
        "package_hash": "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
        "key_fingerprint": "30a362dc9bb3a6928e43c4c6943f80ac08a957713244b29ec0a21b249318d182",
        "signature":
          "Xq4zCEYiIrK/12r6KEwTyrvud4Q5t0R9PjlBwV24wtHZYLTm19NhIBFWLgtQIh0BMvTFdOZr/NYg2Ns1hcKGAQ==",
        "signed_at": "2026-01-28T12:00:06Z",
      },
      "key": {
        "trusted_key_id": "f7daf491-6d04-4290-817d-6f2fe8270d73",
        "fingerprint": "30a362dc9bb3a6928e43c4c6943f80ac08a957713244b29ec0a21b249318d182",
        "public_key": "DvkBil+MksM2HLQBfYoHN2WoLXucyzuQ14eTGOHkNSA=",
        "name": "release",
        "trusted_by": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
        "trusted_at": "2026-01-28T12:00:02Z",
        "revoked_at": null,
        "is_trusted": true,
        "fault": null,
        "status": "trusted",
      },
      "from_standby": false,
    },
  },
  "GET /v1/minimum-versions": {
    "path": "/v1/minimum-versions?org_id=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    "answer": {
      "items": [
        {
          "minimum_version_id": "5f369b4a-8c78-4d4b-86ae-9f997e44e3d2",
          "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
          "package_name": "workflow",
          "package_version": "1.2.0",
          "raised_at": "2026-01-28T12:00:09Z",
          "fault": null,
          "status": "kept",
        },
      ],
      "total": 1,
    },
  },
  "POST /v1/minimum-versions": {
    "path": "/v1/minimum-versions",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "signatures": [
        {
          "version": 1,
          "algorithm": "ed25519",
          "package_hash": "c5919a885d0e983e8bcfedc3ad1ab67b4020c2c31be5bfc2e8117f072fdc9106",
          "key_fingerprint": "fe812c12f3ab4ce6ac5db69ac352f906cb1b11ef43fb33e252ef7ff552263889",
          "signature":
            "BM0qIJuH3acd9/K7aVUxKDV2oxYzbefCx1HbsIkJzXRWKguzc6h8HfnCPRU5u76fnTDIhuy6ULW1ootEN942Cg==",
          "signed_at": "2026-01-28T12:00:00Z",
          "statement": {
            "payload":
              "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEiLCJzdWJqZWN0IjpbeyJuYW1lIjoid29ya2Zsb3ciLCJkaWdlc3QiOnsic2hhMjU2IjoiYzU5MTlhODg1ZDBlOTgzZThiY2ZlZGMzYWQxYWI2N2I0MDIwYzJjMzFiZTViZmMyZTgxMTdmMDcyZmRjOTEwNiJ9fV0sInByZWRpY2F0ZVR5cGUiOiJodHRwczovL2dpdGh1Yi5jb20vY29sbGllcnktaW8vY2xvYWNpbmEvcGFja2FnZS1jbGFpbXMvdjEiLCJwcmVkaWNhdGUiOnsiY2xhaW1zIjp7Im5hbWUiOiJ3b3JrZmxvdyIsInZlcnNpb24iOiIxLjQuMCJ9fX0=",
            "payloadType": "application/vnd.in-toto+json",
            "signatures": [
              {
                "keyid": "",
                "sig":
                  "AHDIBW3DxwM7pOwFii41vVBBh0pS6sBbpvTtCEu1PaXTb12GEsOJvhF747uSLDC5CQLr8YZ5uSGQk4YIhWGkAg==",
              },
            ],
          },
        },
      ],
    },
    "answer": {
      "items": [
        {
          "accepted": true,
          "package_hash": "c5919a885d0e983e8bcfedc3ad1ab67b4020c2c31be5bfc2e8117f072fdc9106",
          "key_fingerprint": "fe812c12f3ab4ce6ac5db69ac352f906cb1b11ef43fb33e252ef7ff552263889",
          "package_name": "workflow",
          "package_version": "1.4.0",
        },
      ],
      "total": 1,
    },
  },
  "POST /v1/minimum-versions/remove": {
    "path": "/v1/minimum-versions/remove",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "package_name": "workflow",
    },
    "answer": {
      "minimum_version_id": "1eb868e3-0af0-4176-9289-34abda3185a7",
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "package_name": "workflow",
      "package_version": "1.2.0",
      "raised_at": "2026-01-28T12:00:09Z",
      "fault": null,
      "status": "kept",
    },
  },
  "POST /v1/preflight": {
    "path": "/v1/preflight",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "package_hash": "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
    },
    "answer": {
      "answer": "accepted",
      "reason":
        "the signature is valid under 4d73bcf8f749fe81ba56b08a6d6564e0b5e10c9f8d3ac72ea8d2d77b392195bf, which organisation 7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11 trusts",
      "warnings": [],
      "key_fingerprint": "4d73bcf8f749fe81ba56b08a6d6564e0b5e10c9f8d3ac72ea8d2d77b392195bf",
    },
  },
  "POST /v1/signatures": {
    "path": "/v1/signatures",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "signatures": [
        {
          "package_hash": "c5919a885d0e983e8bcfedc3ad1ab67b4020c2c31be5bfc2e8117f072fdc9106",
          "key_fingerprint": "fe812c12f3ab4ce6ac5db69ac352f906cb1b11ef43fb33e252ef7ff552263889",
          "signature":
            "qmxexbsLfyyCK1Zo9H1pCoduYQn4FIbDVPxQ7QGsSTXShAgEez0/UNMXURRVCTdWDZ0130wdUlYdG5jOy8mvCg==",
          "signed_at": "2026-01-28T12:00:00Z",
        },
      ],
    },
    "answer": {
      "items": [
        {
          "signature_id": "851a37d6-385c-42c8-a900-e008962ac5a6",
          "package_hash": "c5919a885d0e983e8bcfedc3ad1ab67b4020c2c31be5bfc2e8117f072fdc9106",
          "key_fingerprint": "fe812c12f3ab4ce6ac5db69ac352f906cb1b11ef43fb33e252ef7ff552263889",
          "signature":
            "qmxexbsLfyyCK1Zo9H1pCoduYQn4FIbDVPxQ7QGsSTXShAgEez0/UNMXURRVCTdWDZ0130wdUlYdG5jOy8mvCg==",
          "signed_at": "2026-01-28T12:00:00Z",
          "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
          "fault": null,
          "status": "stored",
        },
      ],
      "total": 1,
    },
  },
  "GET /v1/signatures": {
    "path": "/v1/signatures?org_id=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    "answer": {
      "items": [
        {
          "signature_id": "f25343a0-640a-4a65-84e3-28f6c80c2137",
          "package_hash": "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
          "key_fingerprint": "54414141d9f950dcee1dd550fe80ad85296de4e2fa845f5f7cc185b215c104cf",
          "signature":
            "i/CYv8Y1/MGBF6d3Ce9h3YeUDXUVTFB/aD13cP8YiddYfY4uNdBWV8sn66EQxRoZKaSplJ2S8t2pe3JPZx1BAg==",
          "signed_at": "2026-01-28T12:00:06Z",
          "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
          "fault": null,
          "status": "stored",
        },
      ],
      "total": 1,
    },
  },
  "POST /v1/signatures/signers": {
    "path": "/v1/signatures/signers",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "package_hashes": [
        "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
      ],
    },
    "answer": {
      "items": [
        {
          "package_hash": "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
          "key_fingerprints": [
            "b39fe19cb4ea1cfc39078d4894fdb4ee34df8bfb528a0263acbeedf56192d56f",
          ],
        },
      ],
      "total": 1,
    },
  },
  "POST /v1/signatures/blocking": {
    "path": "/v1/signatures/blocking",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "package_hashes": [
        "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
      ],
    },
    "answer": {
      "items": [
        {
          "package_hash": "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
          "blocked_by": null,
        },
      ],
      "total": 1,
    },
  },
  "POST /v1/signatures/remove": {
    "path": "/v1/signatures/remove",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "package_hash": "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
      "key_fingerprint": "bb05821ed75733308b47ea6b733e7335f7d7726ee129335f48678fba420710a5",
      "force": true,
    },
    "answer": {
      "signature": {
        "signature_id": "d39f36b2-4dc7-4ca4-9408-165a608215c8",
        "package_hash": "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff",
        "key_fingerprint": "bb05821ed75733308b47ea6b733e7335f7d7726ee129335f48678fba420710a5",
        "signature":
          "yYw85bFGwOR8h/Y33eZ8qgnQQbBOKJZH7lMr0SGvNr9rUhebrJsSlGWhU23BzFlkl21G75cMSvuW8Zk8OVtlDQ==",
        "signed_at": "2026-01-28T12:00:06Z",
        "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
        "fault": null,
        "status": "stored",
      },
      "last_good_for": [
        "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      ],
      "is_last_good": true,
      "dry_run": false,
    },
  },
  "POST /v1/tokens": {
    "path": "/v1/tokens",
    "body": {
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "role": "read",
    },
    "answer": {
      "token": "clk_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEE",
      "token_id": "b96dcb7b-8446-4eb9-87f1-1c41fb63f1dd",
      "name": null,
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "role": "read",
      "key_ids": null,
      "created_at": "2026-01-28T12:00:11Z",
      "expires_at": null,
      "revoked_at": null,
      "status": "active",
    },
  },
  "GET /v1/tokens": {
    "path": "/v1/tokens?org_id=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    "answer": {
      "items": [
        {
          "token_id": "09a713f0-1fd7-4909-95ad-59238f361fda",
          "name": "token",
          "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
          "role": "read",
          "key_ids": null,
          "created_at": "2026-01-28T12:00:07Z",
          "expires_at": null,
          "revoked_at": null,
          "status": "active",
          "fault": null,
        },
      ],
      "total": 1,
    },
  },
  "POST /v1/tokens/:token_id/revoke": {
    "path": "/v1/tokens/e14447a0-d281-4d4e-a506-97b56b51d028/revoke",
    "answer": {
      "token_id": "e14447a0-d281-4d4e-a506-97b56b51d028",
      "name": "token",
      "org_id": "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
      "role": "read",
      "key_ids": null,
      "created_at": "2026-01-28T12:00:07Z",
      "expires_at": null,
      "revoked_at": "2026-01-28T12:00:11Z",
      "status": "revoked",
      "fault": null,
    },
  },
  "GET /v1/signing-keys/:key_id/public-key": {
    "path": "/v1/signing-keys/a030e6ba-81e5-4b7a-a014-6285c72fb0b6/public-key?format=ssh",
    "answer": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINtBbZide4hivyTQCcjFx7LPhHmb7pP33rzNssfFokoM\n",
  },
  "GET /v1/refusals": {
    "path": "/v1/refusals?org_id=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    "answer": {
      "items": [],
    },
  },
  "GET /v1/whoami": {
    "path": "/v1/whoami",
    "answer": {
      "token_id": "75c075cb-9b28-4865-9c6e-326d018e7578",
      "name": null,
      "org_id": null,
      "role": "admin",
      "key_ids": null,
      "created_at": "2026-01-28T12:00:08Z",
      "expires_at": null,
      "revoked_at": null,
      "status": "active",
      "fault": null,
    },
  },
};
