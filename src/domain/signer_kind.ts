/** Where the private key of a signature was: in a file, in the store, or in a program that signs and keeps it. */
export type SignerKind = "file" | "store" | "ssh-agent" | "vault";
