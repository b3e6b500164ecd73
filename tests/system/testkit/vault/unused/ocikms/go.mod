module github.com/hashicorp/go-kms-wrapping/wrappers/ocikms/v2

go 1.25

require cloacina/testkit/seal v0.0.0
