#!/usr/bin/env bash
# Makes a signed payment with curl and openssl alone.
set -euo pipefail

TOLLGATE_URL=${TOLLGATE_URL:-http://127.0.0.1:8080}
TOLLGATE_KEY_ID=${TOLLGATE_KEY_ID:-mk_demo}
TOLLGATE_SECRET=${TOLLGATE_SECRET:-sandbox-demo-secret-of-32-bytes!!}

usage() {
  cat <<'HELP'
pay.sh [options] [amount [currency [token]]]  take a payment (1299 EUR pm_card_visa)
       --product P   foreign_card, quick_pay, online_banking, account_balance, carrier_billing,
                     virtual_currency (foreign_card)
       --method M    the method's type (card)
       --country C   of the payer, such as NL
       --phone N     of the payer, such as +34600000001
       --no-token    the method needs none
pay.sh --get pay_…                            read a payment
pay.sh --sign --method M --url U …            print the headers of a request, send nothing
       [--body B] [--key-id K] [--secret S] [--created T] [--nonce N] [--idempotency-key I]
pay.sh --help

The amount is in minor units: 1299 EUR is EUR 12.99.
Environment: TOLLGATE_URL, TOLLGATE_KEY_ID, TOLLGATE_SECRET.
HELP
}

random() { openssl rand -hex 8; }

# Sets CONTENT_DIGEST (empty without a body), SIGNATURE_INPUT and SIGNATURE.
sign() { # method url body created nonce idempotency-key
  local method=$1 url=$2 body=$3 created=$4 nonce=$5 idempotency_key=$6
  local rest=${url#*://} target authority path query='' list base
  authority=${rest%%[/?]*}
  target=${rest#"$authority"}
  authority=$(printf %s "$authority" | tr 'A-Z' 'a-z')
  case $url in https://*) authority=${authority%:443} ;; *) authority=${authority%:80} ;; esac
  path=${target%%\?*}
  case $target in *\?*) query=${target#*\?} ;; esac

  list='"@method" "@authority" "@path" "@query"'
  base="\"@method\": $method
\"@authority\": $authority
\"@path\": ${path:-/}
\"@query\": ?$query"
  CONTENT_DIGEST=''
  if [ -n "$body" ]; then
    CONTENT_DIGEST="sha-256=:$(printf %s "$body" | openssl dgst -sha256 -binary | openssl base64 -A):"
    list="$list \"content-digest\""
    base="$base
\"content-digest\": $CONTENT_DIGEST"
  fi
  if [ -n "$idempotency_key" ]; then
    list="$list \"idempotency-key\""
    base="$base
\"idempotency-key\": $idempotency_key"
  fi
  local parameters="($list);created=$created;keyid=\"$TOLLGATE_KEY_ID\""
  if [ -n "$nonce" ]; then parameters="$parameters;nonce=\"$nonce\""; fi
  base="$base
\"@signature-params\": $parameters"
  SIGNATURE_INPUT="sig1=$parameters"
  SIGNATURE="sig1=:$(printf %s "$base" |
    openssl dgst -sha256 -hmac "$TOLLGATE_SECRET" -binary | openssl base64 -A):"
}

print_headers() {
  if [ -n "$CONTENT_DIGEST" ]; then printf 'Content-Digest: %s\n' "$CONTENT_DIGEST"; fi
  printf 'Signature-Input: %s\nSignature: %s\n' "$SIGNATURE_INPUT" "$SIGNATURE"
}

send() { # method url body
  sign "$1" "$2" "$3" "$(date +%s)" "$(random)" ''
  printf '%s %s\n' "$1" "$2" >&2
  print_headers >&2
  printf '\n' >&2
  local arguments=(-sS -i -X "$1" -H "Signature-Input: $SIGNATURE_INPUT" -H "Signature: $SIGNATURE")
  if [ -n "$3" ]; then
    arguments+=(-H 'Content-Type: application/json' -H "Content-Digest: $CONTENT_DIGEST")
    arguments+=(--data-binary "$3")
  fi
  curl "${arguments[@]}" "$2"
  printf '\n'
}

sign_only() {
  local method=GET url='' body='' created nonce='' idempotency_key=''
  created=$(date +%s)
  while [ $# -gt 1 ]; do
    case $1 in
      --method) method=$2 ;;
      --url) url=$2 ;;
      --body) body=$2 ;;
      --key-id) TOLLGATE_KEY_ID=$2 ;;
      --secret) TOLLGATE_SECRET=$2 ;;
      --created) created=$2 ;;
      --nonce) nonce=$2 ;;
      --idempotency-key) idempotency_key=$2 ;;
      *) usage >&2; exit 2 ;;
    esac
    shift 2
  done
  sign "$method" "$url" "$body" "$created" "$nonce" "$idempotency_key"
  print_headers
}

pay() { # [options] [amount [currency [token]]]
  local product=foreign_card method=card country='' phone='' tokenless='' customer='' reference body
  while [ $# -gt 0 ]; do
    case $1 in
      --no-token) tokenless=yes; shift; continue ;;
      --product) product=${2:?} ;;
      --method) method=${2:?} ;;
      --country) country=${2:?} ;;
      --phone) phone=${2:?} ;;
      -*) usage >&2; exit 2 ;;
      *) break ;;
    esac
    shift 2
  done
  reference="order-$(date +%s)-$(random)"
  body="{\"reference\":\"$reference\",\"product\":\"$product\""
  body="$body,\"amount\":${1:-1299},\"currency\":\"${2:-EUR}\",\"method\":{\"type\":\"$method\""
  if [ -z "$tokenless" ]; then body="$body,\"token\":\"${3:-pm_card_visa}\""; fi
  if [ -n "$country" ]; then customer=",\"country\":\"$country\""; fi
  if [ -n "$phone" ]; then customer="$customer,\"phone\":\"$phone\""; fi
  if [ -n "$customer" ]; then body="$body},\"customer\":{${customer#,}"; fi
  body="$body},\"return_url\":\"https://shop.example/return\"}"
  send POST "$TOLLGATE_URL/v1/payments" "$body"
}

case ${1:-} in
  --help | -h) usage ;;
  --get) send GET "$TOLLGATE_URL/v1/payments/${2:?a payment id, pay_…}" '' ;;
  --sign) shift; sign_only "$@" ;;
  *) pay "$@" ;;
esac
