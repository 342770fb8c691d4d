#!/usr/bin/env python3
"""Writes vectors.json anew: `python3 make-vectors.py > vectors.json`.

It shares nothing with the gateway's code: the bases are put together here, HMAC is Python's, and
Ed25519 and RSA-PSS are openssl's. The keys are fixed and public, so they protect nothing.
"""
import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile

CREATED = 1730000000
HERE = os.path.dirname(os.path.abspath(__file__))
SECRET = "sandbox-demo-secret-of-32-bytes!!"


def b64(data):
    return base64.b64encode(data).decode()


def openssl(*arguments, stdin=b""):
    return subprocess.run(["openssl", *arguments], input=stdin, check=True, capture_output=True).stdout


def key_pairs():
    """The keys of the file that is there, so that a new run changes as little as possible."""
    try:
        with open(os.path.join(HERE, "vectors.json")) as file:
            known = {key["id"]: key for key in json.load(file)["keys"]}
    except (OSError, ValueError):
        known = {}
    return [
        {"id": "mk_demo", "algorithm": "hmac-sha256", "secret": SECRET},
        known.get("mk_ed25519") or generated("mk_ed25519", "ed25519", "ed25519"),
        known.get("mk_rsa") or generated("mk_rsa", "rsa-pss-sha512", "rsa", "-pkeyopt", "rsa_keygen_bits:2048"),
    ]


def generated(key_id, algorithm, kind, *options):
    pem = openssl("genpkey", "-algorithm", kind, *options)
    private = openssl("pkcs8", "-topk8", "-nocrypt", "-outform", "DER", stdin=pem)
    public = openssl("pkey", "-inform", "DER", "-pubout", "-outform", "DER", stdin=private)
    return {"id": key_id, "algorithm": algorithm, "public_key": b64(public), "private_key": b64(private)}


def sign(key, base):
    if key["algorithm"] == "hmac-sha256":
        return hmac.new(key["secret"].encode(), base, hashlib.sha256).digest()
    with tempfile.TemporaryDirectory() as folder:
        private, text = os.path.join(folder, "key.der"), os.path.join(folder, "base")
        with open(private, "wb") as file:
            file.write(base64.b64decode(key["private_key"]))
        with open(text, "wb") as file:
            file.write(base)
        sign_with = ("pkeyutl", "-sign", "-inkey", private, "-keyform", "DER", "-rawin", "-in", text)
        if key["algorithm"] == "ed25519":
            return openssl(*sign_with)
        return openssl(
            *sign_with, "-digest", "sha512", "-pkeyopt", "rsa_padding_mode:pss",
            "-pkeyopt", "rsa_pss_saltlen:64", "-pkeyopt", "rsa_mgf1_md:sha512")


def vector(name, key, method, url, body="", idempotency_key=None, nonce=None, created=CREATED,
           components=None, extra="", late=0):
    scheme, rest = url.split("://")
    authority, _, target = rest.partition("/")
    path, _, query = ("/" + target).partition("?")
    normal = authority.lower().removesuffix(":443" if scheme == "https" else ":80")
    values = {"@method": method, "@authority": normal, "@path": path, "@query": "?" + query}
    headers = {}
    if body:
        headers["Content-Digest"] = "sha-256=:%s:" % b64(hashlib.sha256(body.encode()).digest())
        values["content-digest"] = headers["Content-Digest"]
    if idempotency_key:
        headers["Idempotency-Key"] = values["idempotency-key"] = idempotency_key
    covered = components or list(values)
    parameters = "(%s);created=%d;keyid=\"%s\"" % (
        " ".join('"%s"' % component for component in covered), created, key["id"])
    parameters += (';nonce="%s"' % nonce if nonce else "") + extra
    lines = ['"%s": %s' % (component, values[component]) for component in covered]
    lines.append('"@signature-params": ' + parameters)
    headers["Signature-Input"] = "sig1=" + parameters
    headers["Signature"] = "sig1=:%s:" % b64(sign(key, "\n".join(lines).encode()))
    return {
        "name": name, "key": key["id"], "now": CREATED + 10 + late, "method": method, "url": url,
        "body": body, "idempotency_key": idempotency_key, "created": created, "nonce": nonce,
        "base": lines, "headers": headers}


def changed(name, answer, original, **changes):
    headers = {**original["headers"], **changes.pop("headers", {})}
    return {
        "name": name, "answer": answer, "now": original["now"], "method": original["method"],
        "url": original["url"], "body": original["body"],
        **changes, "headers": {name: value for name, value in headers.items() if value is not None}}


def refused(name, answer, signed):
    return changed(name, answer, signed)


def main():
    keys = key_pairs()
    demo = keys[0]
    url = "https://pay.example/v1/payments"
    body = json.dumps({
        "reference": "order-1", "product": "foreign_card", "amount": 1299, "currency": "EUR",
        "method": {"type": "card", "token": "pm_card_visa"},
        "return_url": "https://shop.example/return"}, separators=(",", ":"))
    requests = []
    for key in keys:
        kind = key["algorithm"]
        requests += [
            vector(kind + ": take a payment", key, "POST", url, body, nonce="n-0001"),
            vector(kind + ": with an idempotency key", key, "POST", url, body, '"order-1"', "n-0002"),
            vector(kind + ": read a payment", key, "GET", url + "/pay_31v6trnms3tq12f5sysxzrzaez")]
    requests += [
        vector("a query, as it is encoded", demo, "GET", url + "?reference=order%201&x=%2f+a"),
        vector("a body beyond ASCII", demo, "POST", url, body.replace("order-1", "crème-brûlée-訂單")),
        vector("a port that is not the default", demo, "GET", "http://127.0.0.1:8080/v1/payments"),
        vector("the default port and capitals are dropped", demo, "GET", "https://PAY.Example:443/v1/payments"),
        vector("an idempotency key without a body", demo, "DELETE", "https://pay.example/v1/agreements/agr_1", "", "end-1"),
        vector("an algorithm that is the key's", demo, "GET", url, extra=';alg="hmac-sha256"'),
        vector("not expired yet", demo, "GET", url, extra=";expires=%d" % (CREATED + 10)),
        vector("created 300 s ago", demo, "GET", url, late=290),
        vector("created 300 s ahead", demo, "GET", url, created=CREATED + 310)]
    paid = requests[1]
    invalid, missing, expired = "signature_invalid", "signature_missing", "signature_expired"
    without = lambda *names: [c for c in ["@method", "@authority", "@path", "@query", "content-digest", "idempotency-key"] if c not in names]
    signed = paid["headers"]
    tampered = body.replace("1299", "9299")
    digest_of = lambda text: "sha-256=:%s:" % b64(hashlib.sha256(text.encode()).digest())
    stranger = {"id": "mk_stranger", "algorithm": "hmac-sha256", "secret": "another"}
    forger = {**demo, "secret": "another"}
    refusals = [
        changed("changed body", invalid, paid, body=tampered),
        changed("changed body with its digest", invalid, paid, body=tampered, headers={"Content-Digest": digest_of(tampered)}),
        changed("changed method", invalid, paid, method="PUT"),
        changed("changed authority", invalid, paid, url=url.replace("pay.", "pay2.")),
        changed("changed path", invalid, paid, url=url + "/x"),
        changed("changed query", invalid, paid, url=url + "?x=1"),
        changed("changed idempotency key", invalid, paid, headers={"Idempotency-Key": '"order-2"'}),
        changed("changed created", invalid, paid, headers={"Signature-Input": signed["Signature-Input"].replace("1730000000", "1730000001")}),
        changed("changed nonce", invalid, paid, headers={"Signature-Input": signed["Signature-Input"].replace("n-0002", "n-0003")}),
        changed("no signature at all", missing, paid, headers={"Signature-Input": None, "Signature": None}),
        changed("no Signature", missing, paid, headers={"Signature": None}),
        changed("no Signature-Input", missing, paid, headers={"Signature-Input": None}),
        changed("no Content-Digest", missing, paid, headers={"Content-Digest": None}),
        changed("two labels", missing, paid, headers={"Signature": signed["Signature"].replace("sig1", "sig2")}),
        changed("two signatures", missing, paid, headers={"Signature-Input": signed["Signature-Input"] + ", " + signed["Signature-Input"].replace("sig1", "sig2")}),
        changed("a signature that is cut off", missing, paid, headers={"Signature": signed["Signature"][:-1]}),
        changed("a signature without padding", missing, paid, headers={"Signature": signed["Signature"].replace("=:", ":", 2).replace("sig1:", "sig1=:")}),
        changed("a digest of another algorithm", missing, paid, headers={"Content-Digest": "sha-512=:" + b64(hashlib.sha512(body.encode()).digest()) + ":"}),
        refused("the digest is not covered", missing, vector("", demo, "POST", url, body, '"order-1"', components=without("content-digest"))),
        refused("the idempotency key is not covered", missing, vector("", demo, "POST", url, body, '"order-1"', components=without("idempotency-key"))),
        refused("the query is not covered", missing, vector("", demo, "POST", url, body, '"order-1"', components=without("@query"))),
        refused("another order", missing, vector("", demo, "POST", url, body, '"order-1"', components=list(reversed(without())))),
        refused("an unknown parameter", missing, vector("", demo, "POST", url, body, extra=';tag="x"')),
        refused("a parameter twice", missing, vector("", demo, "POST", url, body, extra=";created=1730000000")),
        refused("an empty nonce", missing, vector("", demo, "POST", url, body, extra=';nonce=""')),
        refused("an algorithm that is not the key's", invalid, vector("", demo, "POST", url, body, extra=';alg="ed25519"')),
        refused("an unknown key", invalid, vector("", stranger, "POST", url, body)),
        refused("a wrong secret", invalid, vector("", forger, "POST", url, body)),
        refused("created 301 s ago", expired, vector("", demo, "POST", url, body, late=291)),
        refused("created 301 s ahead", expired, vector("", demo, "POST", url, body, created=CREATED + 311)),
        refused("past its expiry", expired, vector("", demo, "POST", url, body, extra=";expires=%d" % (CREATED + 9)))]
    text = {"about": "Fixed keys, requests and signatures; see docs/signing.md. The keys protect nothing.",
            "keys": keys, "requests": requests, "refusals": refusals}
    json.dump(text, sys.stdout, indent=2, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
