#!/usr/bin/env bash
# vn-str 0.4.0, an npm library for Vietnamese text; vn-num2words 1.0.4, read-vn-number 4.1.0, read-vietnamese-number 2.3.1 beside it.
#
# What is done: numToText writes whole numbers up to 19,999 in words, and the figures 2.5 and 1819.7; the same with three
# others, words of regions («lẻ», «linh»; «tư», «bốn») taken for the same.
# Expected: 1001 is «một nghìn không trăm linh một»; of a figure with decimals its words, or an error, as from two of the others.
# Seen: vn-str leaves the one out of every number that ends in 001: 1001 and 1000 are both «một nghìn». 2.5 is «hai trăm linh
# năm» (205), 1819.7 is 181,907. No error. vn-num2words writes 15 as «muời năm» (for «mười lăm», and another letter), read-vn-number
# 105 as «một trăm lẻ lăm» (for «lẻ năm»); both refuse decimals. read-vietnamese-number is right in all of them.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
npm install --silent --no-audit --no-fund --prefix "$here" \
    vn-str@0.4.0 vn-num2words@1.0.4 read-vn-number@4.1.0 read-vietnamese-number@2.3.1 >"$here/log" 2>&1 || {
    cat "$here/log"
    exit 2
}
cat >"$here/try.js" <<'JAVASCRIPT'
const { doReadNumber, ReadingConfig } = require('read-vietnamese-number')

const settings = new ReadingConfig()
settings.unit = []
const WRITERS = {
    'vn-str': require('vn-str').numToText,
    'vn-num2words': require('vn-num2words'),
    'read-vn-number': (number) => require('read-vn-number').default(String(number)),
    'read-vietnamese-number': (number) => doReadNumber(String(number), settings),
}
const same = (words) => words.replaceAll('linh', 'lẻ').replaceAll('tư', 'bốn').replaceAll('bẩy', 'bảy').trim()

function written(name, number) {
    try {
        return WRITERS[name](number).normalize('NFC').trim()
    } catch {
        return 'an error'
    }
}

const names = Object.keys(WRITERS)
const table = [15, 105, 1000, 1001, 2.5, 1819.7].map((number) => names.map((name) => written(name, number)))
for (const [row, number] of [15, 105, 1000, 1001, 2.5, 1819.7].entries())
    console.log(number, names.map((name, column) => `${name}: ${table[row][column]}`).join('; '))
const wrong = []
for (let number = 0; number < 20000; number++)
    if (same(written('vn-str', number)) !== same(written('read-vietnamese-number', number))) wrong.push(number)
console.log(`vn-str otherwise in ${wrong.length} of 20000: ${wrong.slice(0, 3)} … ${wrong.at(-1)}`)
const right = ['mười lăm', 'một trăm lẻ năm', 'một nghìn', 'một nghìn không trăm lẻ một', 'hai chấm năm']
const asDescribed =
    wrong.length === 19 &&
    wrong.every((number) => number % 1000 === 1) &&
    table[3][0] === table[2][0] &&
    table[4][0] === 'hai trăm linh năm' &&
    table[5][0] === 'một trăm tám mươi mốt nghìn chín trăm linh bảy' &&
    table[0][1] === 'muời năm' &&
    table[1][2] === 'một trăm lẻ lăm' &&
    table[4][1] === 'an error' &&
    table[4][2] === 'an error' &&
    right.every((words, row) => table[row][3] === words)
process.exit(asDescribed ? 0 : 1)
JAVASCRIPT
NODE_PATH="$here/node_modules" node "$here/try.js"
