package awskms

import "cloacina/testkit/seal"

var NewWrapper = seal.NewWrapper

var WithDisallowEnvVars = seal.NoOption[bool]

var WithLogger = seal.NoOption[any]

const (
	EnvAwsKmsWrapperKeyId   = "EnvAwsKmsWrapperKeyId"
	EnvVaultAwsKmsSealKeyId = "EnvVaultAwsKmsSealKeyId"
)
