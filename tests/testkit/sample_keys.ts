/** The key pair of RFC 8032, section 7.1, test 1, in hex. Every sample below is this key. */
export const SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
export const PUBLIC_KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

/** The lower-case hex SHA-256 of that public key. */
export const FINGERPRINT = "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9";

/** What unlocks the samples that are locked. */
export const PASSPHRASE = "correct horse";

/** As `openssl pkey` writes it. */
export const PRIVATE_PEM = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
`;

/** As `openssl pkey -pubout` writes it. */
export const PUBLIC_PEM = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
-----END PUBLIC KEY-----
`;

/** By `openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 1`: PBKDF2 with HMAC-SHA-256. */
export const PBKDF2_PEM = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGaMFYGCSqGSIb3DQEFDTBJMCgGCSqGSIb3DQEFDDAbBAh8te4NBWdH5QIBATAM
BggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQ64uHT6fBkBzWcYDO8jbxSARAJsEz
ARmrqqknMZ5RfEZZU3qT9WMjq+SW0sgJxYbc3etEATs6zfa20S8jPfTd9HFJ9icU
Z+J0HravxdbS4gKxSQ==
-----END ENCRYPTED PRIVATE KEY-----
`;

/** By `openssl pkcs8 -topk8 -scrypt -scrypt_N 2 -scrypt_r 1 -scrypt_p 1`. */
export const SCRYPT_PEM = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGSME4GCSqGSIb3DQEFDTBBMCAGCSsGAQQB2kcECzATBAhYWN4OLj4nigIBAgIB
AQIBATAdBglghkgBZQMEASoEEANfkOtKwDjbEKuhQk4TZk8EQHHvf0Pj/9yyyf0I
+5A+27/xMj4kcGJN6f/qBnifHhYu4g56gToKwO4JkpkILPOPCqSvDdW14PN/8uPp
Ep9fBgk=
-----END ENCRYPTED PRIVATE KEY-----
`;

/** By ed25519-dalek 2.2.0, `to_pkcs8_pem`: version 2, with the public key. */
export const DALEK_PEM = `-----BEGIN PRIVATE KEY-----
MFECAQEwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
gSEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
-----END PRIVATE KEY-----
`;

/** By ed25519-dalek 2.2.0 with pkcs8 0.10.2, `to_pkcs8_encrypted_pem`: scrypt with N = 2^17, r = 8, p = 1. */
export const LOCKED_DALEK_PEM = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIG8MFgGCSqGSIb3DQEFDTBLMCoGCSsGAQQB2kcECzAdBBBija55pzk/E67niGIl
gcc6AgMCAAACAQgCAQEwHQYJYIZIAWUDBAEqBBCOIMdUD5zEK756zZuid5c2BGDp
xOhTZMZzOdkT4VG6Hfl10SBf7mYkH6QsIZJWAzBjpdw4NBLzl6uOZEmQz9lpCTMv
cv58PTNeAux+Sv47m0Y9MbD0pddDsMBphevwg6bd4WZYgxsMRzz6MHaJ/rBpndI=
-----END ENCRYPTED PRIVATE KEY-----
`;

/** As `PBKDF2_PEM`, but it is an X25519 key that is encrypted. */
export const LOCKED_X25519_PEM = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGaMFYGCSqGSIb3DQEFDTBJMCgGCSqGSIb3DQEFDDAbBAhWnLzZ6GJw7wIBATAM
BggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQ7Auh38HneAYb613G+x7pmQRAxkvM
8miVXWCkKyeepiZVRidfOoB0CBm22PzLt20Wj86iKukU357n4gPXoRclx1ydrVU4
t1HR/Y6kj6X/3wDVLw==
-----END ENCRYPTED PRIVATE KEY-----
`;

/** As `ssh-keygen -p -N ''` writes it. */
export const OPENSSH_PEM = `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACDXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGgAAAIhaWlpaWlpa
WgAAAAtzc2gtZWQyNTUxOQAAACDXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg
AAAECdYbGd7/1aYLqESvSS7CzEREnFaXsyaRlwO6wDHK5/YNdamAGCsQq31Uv+08lkBzoO
4XLz2qYjJa8CGmj3B1EaAAAAAAECAwQF
-----END OPENSSH PRIVATE KEY-----
`;

/** By `ssh-keygen -p -a 1`: aes256-ctr. */
export const LOCKED_OPENSSH_PEM = `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABCAOeM0Z9
h7zYe4ZhdrBjK6AAAAAQAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+
08lkBzoO4XLz2qYjJa8CGmj3B1EaAAAAkFfUVfk02pvcXiLaFPQWEsZSyTqeBTXivLCxbE
uebX6ZlysuuSqwtKjeNyGeA2mYNCVHiRG7F08JaGqzIN46B2CP3L0wiY5TgsBUJqtXQerN
DD+JslnWV8MdA0VikO5xTo+aATKFIARZL1em2juiLlPn0m13EX7IAKu/tbTvBpA9q0KKOy
FGy2Jin09irugI0w==
-----END OPENSSH PRIVATE KEY-----
`;

/** By `ssh-keygen -p -a 1 -Z aes256-gcm@openssh.com`. */
export const LOCKED_OPENSSH_GCM_PEM = `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAAFmFlczI1Ni1nY21Ab3BlbnNzaC5jb20AAAAGYmNyeXB0AA
AAGAAAABDqY0Bc5sg8zvhPoeuJ75BPAAAAAQAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAA
INdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1EaAAAAkNv6N56s8udbQO+aQl/xkB
rOlErqUwZcJ9Evngiii7l3o2nQqz28/CWD2UMBJvwqryKUt9Rtk7okuLaFp2+DHWFHSOWS
Cn6t+wvUOdb0Hp99gJpgKEGjnFH7vvoIddPETkYY7aOwoe0yYoxaOz0NmhDO0L13u2wEXl
97IcGZ+SP6DodtxGEGcV5z9gTyGWLYRynsjrriiYuiwJ9Tq9CwWeo=
-----END OPENSSH PRIVATE KEY-----
`;

/** As `ssh-keygen -y` prints it. */
export const SSH_LINE =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea\n";

/** As in RFC 8037, appendix A.1. */
export const PRIVATE_JWK =
  '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",' +
  '"x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}';

/** As in RFC 8037, appendix A.2. */
export const PUBLIC_JWK =
  '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}';

/** A key of its own, by `Ed25519KeyPair::generate_pkcs8` of ring 0.16.20, in hex; and its public half, as ring has it. */
export const RING_KEY = "3053020101300506032b65700422042086ed7ccc906a458ccaa3c704a3fb0635" +
  "d8a5d5e8cb16cb1ddf72111d7f2f7f6aa1230321001b0e31f11ffcf11d48a0626042576778dc3c5cd6c6413e9546b313be17acb350";
export const RING_PUBLIC_KEY = "1b0e31f11ffcf11d48a0626042576778dc3c5cd6c6413e9546b313be17acb350";
