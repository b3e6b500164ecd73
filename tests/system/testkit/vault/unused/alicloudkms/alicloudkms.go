package alicloudkms

import "cloacina/testkit/seal"

var NewWrapper = seal.NewWrapper

const (
	EnvAliCloudKmsWrapperKeyId   = "EnvAliCloudKmsWrapperKeyId"
	EnvVaultAliCloudKmsSealKeyId = "EnvVaultAliCloudKmsSealKeyId"
)
