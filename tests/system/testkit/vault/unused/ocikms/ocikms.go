package ocikms

import "cloacina/testkit/seal"

var NewWrapper = seal.NewWrapper

const (
	EnvOciKmsWrapperCryptoEndpoint       = "EnvOciKmsWrapperCryptoEndpoint"
	EnvOciKmsWrapperKeyId                = "EnvOciKmsWrapperKeyId"
	EnvOciKmsWrapperManagementEndpoint   = "EnvOciKmsWrapperManagementEndpoint"
	EnvVaultOciKmsSealCryptoEndpoint     = "EnvVaultOciKmsSealCryptoEndpoint"
	EnvVaultOciKmsSealKeyId              = "EnvVaultOciKmsSealKeyId"
	EnvVaultOciKmsSealManagementEndpoint = "EnvVaultOciKmsSealManagementEndpoint"
	KmsConfigCryptoEndpoint              = "KmsConfigCryptoEndpoint"
	KmsConfigKeyId                       = "KmsConfigKeyId"
	KmsConfigManagementEndpoint          = "KmsConfigManagementEndpoint"
)
