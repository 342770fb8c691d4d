#!/usr/bin/env node
// Signs one request to Tollgate and prints the headers to send. Node's own modules only.
'use strict';
const { createHash, createHmac } = require('node:crypto');
const { parseArgs } = require('node:util');

function sign({ method, url, body, keyId, secret, created, nonce, idempotencyKey }) {
  // Not URL(): what is signed has to be the path and query as they are sent, to the character.
  const [, scheme, sentAuthority, path, query] = /^(https?):\/\/([^/?]+)([^?]*)\??(.*)$/.exec(url);
  const authority = sentAuthority.toLowerCase().replace(scheme === 'https' ? /:443$/ : /:80$/, '');
  const values = {
    '@method': method,
    '@authority': authority,
    '@path': path || '/',
    '@query': '?' + query,
  };
  const headers = {};
  if (body) {
    const digest = createHash('sha256').update(body, 'utf8').digest('base64');
    headers['Content-Digest'] = values['content-digest'] = `sha-256=:${digest}:`;
  }
  if (idempotencyKey) {
    values['idempotency-key'] = idempotencyKey; // to be sent as Idempotency-Key
  }
  const components = Object.keys(values).map((name) => `"${name}"`).join(' ');
  let parameters = `(${components});created=${created};keyid="${keyId}"`;
  if (nonce) {
    parameters += `;nonce="${nonce}"`;
  }
  const lines = Object.entries(values).map(([name, value]) => `"${name}": ${value}`);
  lines.push(`"@signature-params": ${parameters}`);
  const mac = createHmac('sha256', secret).update(lines.join('\n')).digest('base64');
  headers['Signature-Input'] = `sig1=${parameters}`;
  headers['Signature'] = `sig1=:${mac}:`;
  return headers;
}

if (require.main === module) {
  const text = { type: 'string' };
  const { values: wanted } = parseArgs({
    options: {
      method: text, url: text, body: text, 'key-id': text, secret: text, created: text,
      nonce: text, 'idempotency-key': text,
    },
  });
  const headers = sign({
    method: wanted.method ?? 'GET',
    url: wanted.url,
    body: wanted.body,
    keyId: wanted['key-id'],
    secret: wanted.secret,
    created: wanted.created ?? Math.floor(Date.now() / 1000),
    nonce: wanted.nonce,
    idempotencyKey: wanted['idempotency-key'],
  });
  for (const [name, value] of Object.entries(headers)) {
    console.log(`${name}: ${value}`);
  }
}

module.exports = { sign };
