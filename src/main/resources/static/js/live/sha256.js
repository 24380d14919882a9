/** Fractional bits of the roots of the first 64 primes, as FIPS 180-4 has them. */
const { STATE, ROUNDS } = constants();

/**
 * SHA-256 in hexadecimal. The browser's own is not there on plain HTTP from another machine, where
 * wall screens are, and answers later, when the screen shows something else.
 *
 * @param {string} text
 */
export function sha256(text) {
  const bytes = padded(new TextEncoder().encode(text));
  const view = new DataView(bytes.buffer);
  const words = new Uint32Array(64);
  const state = Uint32Array.from(STATE);
  for (let block = 0; block < bytes.length; block += 64) {
    for (let i = 0; i < 64; i++) {
      words[i] = i < 16 ? view.getUint32(block + 4 * i)
          : words[i - 16] + mixed(words[i - 15], 7, 18, 3) + words[i - 7]
            + mixed(words[i - 2], 17, 19, 10);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g))
          + ROUNDS[i] + words[i]) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22))
          + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
  }
  return Array.from(state, word => word.toString(16).padStart(8, '0')).join('');
}

/** @param {Uint8Array} bytes */
function padded(bytes) {
  const whole = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  new DataView(whole.buffer).setBigUint64(whole.length - 8, 8n * BigInt(bytes.length));
  return whole;
}

function turned(word, by) {
  return (word >>> by) | (word << (32 - by));
}

function mixed(word, one, two, shift) {
  return turned(word, one) ^ turned(word, two) ^ (word >>> shift);
}

function constants() {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) {
    if (primes.every(prime => n % prime !== 0)) {
      primes.push(n);
    }
  }
  const bits = root => Math.floor((root % 1) * 2 ** 32);
  return { STATE: primes.slice(0, 8).map(prime => bits(Math.sqrt(prime))),
    ROUNDS: primes.map(prime => bits(Math.cbrt(prime))) };
}
