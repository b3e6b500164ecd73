{
  "version": 1,
  "algorithm": "ed25519",
  "package_hash": "fd406be904b5549d13186dc2566d6c6813037accf4a5ab44f3c64241918eb8ea",
  "key_fingerprint": "03396219237f75a64f12aeb7f39723abf400b160c364980a765dac24aeba2464",
  "signature": "Pqb/Xj7ZllTSPGqSatQgTiMcvTy6ILXdqp+6h56Jo8xMkqevjW9VhA54btPVpJj6KtHqkVfxvgNWuWZhUc8HDg==",
  "signed_at": "2026-01-28T12:00:00Z",
  "statement": {
    "payload": "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEiLCJzdWJqZWN0IjpbeyJuYW1lIjoicGFja2FnZSIsImRpZ2VzdCI6eyJzaGEyNTYiOiJmZDQwNmJlOTA0YjU1NDlkMTMxODZkYzI1NjZkNmM2ODEzMDM3YWNjZjRhNWFiNDRmM2M2NDI0MTkxOGViOGVhIn0sImFubm90YXRpb25zIjp7ImNsYWltcyI6eyJuYW1lIjoicGFja2FnZSIsInZlcnNpb24iOiIxLjIuMCJ9LCJleHBpcmVzIjoiMjAyNy0wMS0yOFQxMjowMDowMFoifX1dLCJwcmVkaWNhdGVUeXBlIjoiaHR0cHM6Ly9zbHNhLmRldi9wcm92ZW5hbmNlL3YxIiwicHJlZGljYXRlIjp7ImJ1aWxkRGVmaW5pdGlvbiI6IHsiYnVpbGRUeXBlIjogImh0dHBzOi8vZXhhbXBsZS5jb20vYnVpbGQvdjEifSwgIm4iOiAxLjB9fQ==",
    "payloadType": "application/vnd.in-toto+json",
    "signatures": [
      {
        "keyid": "",
        "sig": "0S5Q0stz+Sfb7RHz1PWGZ1ku9b0sa80IRr+3RzwbHFB1tgWFVs4rIEeYe5c5X1sJoASY6wSThjfLD2NHBoLJDA=="
      }
    ]
  }
}
