import { generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

/** A certificate and its key, PEM, as a TLS server takes them. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWanted {
  /** IP address that it is for. */
  readonly ip?: string;
  /** Whose key signs it; null: its own. */
  readonly by?: Certificate | null;
  readonly from?: Date;
  readonly until?: Date;
  readonly isAuthority?: boolean;
}

const DAY_MS = 86_400_000;
let serial = 0;

/** A new certificate for a server on loopback, or for an authority. */
export function certificate({
  ip = "127.0.0.1",
  by = null,
  from = new Date(Date.now() - DAY_MS),
  until = new Date(Date.now() + DAY_MS),
  isAuthority = false,
}: CertificateWanted = {}): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  serial += 1;
  made.serialNumber = serial.toString(16).padStart(4, "0");
  made.validity.notBefore = from;
  made.validity.notAfter = until;
  const subject = [{ name: "commonName", value: `xuncha test ${serial}` }];
  made.setSubject(subject);
  made.setIssuer(by ? forge.pki.certificateFromPem(by.cert).subject.attributes : subject);
  made.setExtensions(
    isAuthority
      ? [
          { name: "basicConstraints", cA: true },
          { name: "keyUsage", keyCertSign: true },
        ]
      : [{ name: "subjectAltName", altNames: [{ type: 7, ip }] }],
  );
  made.sign(forge.pki.privateKeyFromPem(by ? by.key : privateKey), forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(made), key: privateKey };
}
