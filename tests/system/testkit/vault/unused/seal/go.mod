module cloacina/testkit/seal

go 1.25

require github.com/hashicorp/go-kms-wrapping/v2 v2.0.0
