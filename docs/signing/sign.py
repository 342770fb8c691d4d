#!/usr/bin/env python3
"""Signs one request to Tollgate and prints the headers to send. Standard library only."""
import argparse
import base64
import hashlib
import hmac
import time
from urllib.parse import urlsplit


def sign(method, url, body, key_id, secret, created, nonce=None, idempotency_key=None):
    parts = urlsplit(url)
    authority = parts.netloc.lower()
    authority = authority.removesuffix(":443" if parts.scheme == "https" else ":80")
    values = {
        "@method": method,
        "@authority": authority,
        "@path": parts.path or "/",
        "@query": "?" + parts.query,
    }
    headers = {}
    if body:
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        headers["Content-Digest"] = values["content-digest"] = f"sha-256=:{digest}:"
    if idempotency_key:
        values["idempotency-key"] = idempotency_key  # to be sent as Idempotency-Key
    parameters = "(" + " ".join(f'"{name}"' for name in values) + ")"
    parameters += f';created={created};keyid="{key_id}"'
    if nonce:
        parameters += f';nonce="{nonce}"'
    lines = [f'"{name}": {value}' for name, value in values.items()]
    lines.append(f'"@signature-params": {parameters}')
    mac = hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).digest()
    headers["Signature-Input"] = "sig1=" + parameters
    headers["Signature"] = f"sig1=:{base64.b64encode(mac).decode()}:"
    return headers


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--method", default="GET")
    parser.add_argument("--url", required=True)
    parser.add_argument("--body", default="")
    parser.add_argument("--key-id", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--created", type=int, default=int(time.time()))
    parser.add_argument("--nonce")
    parser.add_argument("--idempotency-key")
    wanted = vars(parser.parse_args())
    wanted["body"] = wanted["body"].encode()
    for name, value in sign(**wanted).items():
        print(f"{name}: {value}")
