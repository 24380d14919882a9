/**
 * How long to wait before trying again: a random part of a bound that doubles, so that many tills
 * that lost the server at one moment do not come back at one moment ("full jitter").
 *
 * @param {number} failures how often it failed so far, 1 or more
 * @param {{baseMs?: number, capMs?: number, random?: () => number}} [limits]
 * @returns {number} milliseconds
 */
export function backoff(failures, { baseMs = 300, capMs = 10_000, random = Math.random } = {}) {
  return random() * Math.min(capMs, baseMs * 2 ** (failures - 1));
}

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
export function pause(ms) {
  return new Promise(resolve => setTimeout(resolve, ms));
}
