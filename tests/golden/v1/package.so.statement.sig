{
  "version": 1,
  "algorithm": "ed25519",
  "package_hash": "fd406be904b5549d13186dc2566d6c6813037accf4a5ab44f3c64241918eb8ea",
  "key_fingerprint": "03396219237f75a64f12aeb7f39723abf400b160c364980a765dac24aeba2464",
  "signature": "Pqb/Xj7ZllTSPGqSatQgTiMcvTy6ILXdqp+6h56Jo8xMkqevjW9VhA54btPVpJj6KtHqkVfxvgNWuWZhUc8HDg==",
  "signed_at": "2026-01-28T12:00:00Z",
  "statement": {
    "payload": "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEiLCJzdWJqZWN0IjpbeyJuYW1lIjoicGFja2FnZSIsImRpZ2VzdCI6eyJzaGEyNTYiOiJmZDQwNmJlOTA0YjU1NDlkMTMxODZkYzI1NjZkNmM2ODEzMDM3YWNjZjRhNWFiNDRmM2M2NDI0MTkxOGViOGVhIn19XSwicHJlZGljYXRlVHlwZSI6Imh0dHBzOi8vZ2l0aHViLmNvbS9jb2xsaWVyeS1pby9jbG9hY2luYS9wYWNrYWdlLWNsYWltcy92MSIsInByZWRpY2F0ZSI6eyJjbGFpbXMiOnsibmFtZSI6InBhY2thZ2UiLCJ2ZXJzaW9uIjoiMS4yLjAifSwiZXhwaXJlcyI6IjIwMjctMDEtMjhUMTI6MDA6MDBaIn19",
    "payloadType": "application/vnd.in-toto+json",
    "signatures": [
      {
        "keyid": "",
        "sig": "412cz07Z8Fpc9cFkyJidBa5ZoabUJxU4vg0qZQklKzas6YhVgj3Lt2AQZjGL6k5iubGKVdgwlbiIkeDtPSi2DA=="
      }
    ]
  }
}
