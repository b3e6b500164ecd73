{
  "version": 1,
  "algorithm": "ed25519",
  "package_hash": "fd406be904b5549d13186dc2566d6c6813037accf4a5ab44f3c64241918eb8ea",
  "key_fingerprint": "03396219237f75a64f12aeb7f39723abf400b160c364980a765dac24aeba2464",
  "signature": "Pqb/Xj7ZllTSPGqSatQgTiMcvTy6ILXdqp+6h56Jo8xMkqevjW9VhA54btPVpJj6KtHqkVfxvgNWuWZhUc8HDg==",
  "signed_at": "2026-01-28T12:00:00Z"
}
