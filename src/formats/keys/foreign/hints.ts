// Hints for keys of other tools. Each command was run with the tool.

export const GENERATE = "`cloacina keys generate` generates an Ed25519 key";

export const FROM_CERTIFICATE = "`openssl x509 -in FILE -out NEW` writes the certificate alone";

export const FROM_FINGERPRINT =
  "`cloacina keys export fingerprint:HEX` prints the key, from a store that has it";

export const FROM_SSH2 = "`ssh-keygen -i -f FILE` prints it in a form that cloacina reads";

export const FROM_PUTTY =
  "`puttygen FILE -O private-openssh -o NEW` writes it in a form that cloacina reads";

export const FROM_DROPBEAR =
  "`dropbearconvert dropbear openssh FILE NEW` writes it in a form that cloacina reads";

export const FROM_OPENPGP =
  "`gpg --export-ssh-key FINGERPRINT!` prints an Ed25519 public key in a form that cloacina reads";

export const FROM_AGE = "`age -d -i IDENTITY FILE` prints what it holds";

export const FROM_PKCS12 =
  "`openssl pkcs12 -in FILE -nocerts -aes256 -out NEW` writes its key in a form that cloacina reads";

export const FROM_KEYSTORE =
  "`keytool -importkeystore -srckeystore FILE -destkeystore NEW -deststoretype pkcs12` writes it as PKCS #12, and " +
  "`openssl pkcs12 -in NEW -nocerts -aes256 -out KEY` its key in a form that cloacina reads";

export const FROM_JWE = "`step crypto jwe decrypt < FILE` prints the JWK in it";
