//! Reads ../provider.txt on standard input and prints it again, with the digest and the signature that the real
//! fidius makes of each tree. The signature is then verified by fidius, too. A tree is a JSON object of contents by
//! path; a path that ends in a slash is an empty directory.

use std::{collections::BTreeMap, fs, io::Read, path::Path};

use ed25519_dalek::{Signer, SigningKey};
use fidius_core::package::package_digest;
use fidius_host::package::verify_package;

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect("standard input");
    for line in text.lines() {
        if line.is_empty() || line.starts_with('#') {
            println!("{line}");
        } else {
            let tree = line.splitn(3, ' ').nth(2).expect("three columns");
            println!("{} {tree}", digest_and_signature(tree));
        }
    }
}

fn digest_and_signature(tree: &str) -> String {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), tree);
    let seed: [u8; 32] = std::array::from_fn(|index| 0x40 + index as u8);
    let key = SigningKey::from_bytes(&seed);
    let digest = package_digest(directory.path()).expect("a digest");
    let signature = key.sign(&digest).to_bytes();
    fs::write(directory.path().join("package.sig"), signature).expect("package.sig");
    verify_package(directory.path(), &[key.verifying_key()]).expect("a valid signature");
    format!("{} {}", hex(&digest), hex(&signature))
}

fn write(directory: &Path, tree: &str) {
    let files: BTreeMap<String, String> = serde_json::from_str(tree).expect("a tree");
    for (path, content) in files {
        let target = directory.join(&path);
        if path.ends_with('/') {
            fs::create_dir_all(target).expect("a directory");
        } else {
            fs::create_dir_all(target.parent().expect("a parent")).expect("a directory");
            fs::write(target, content).expect("a file");
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
