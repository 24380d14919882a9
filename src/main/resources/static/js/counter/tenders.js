/**
 * How a customer pays. The tender without an amount takes what the others leave.
 *
 * @typedef {object} Tender
 * @property {'cash' | 'card' | 'transfer'} method
 * @property {number | null} amount
 * @property {number | null} received cash handed over; null: exactly its part
 * @property {string} reference
 * @property {string} amountTyped as it stands in the field
 * @property {string} receivedTyped
 */

/** Coins and notes that make up an amount to hand over, in major units. */
const NOTES = [10, 20, 50, 100, 200, 500, 1000];

/** @param {Tender['method']} method @returns {Tender} */
export function tender(method) {
  return { method, amount: null, received: null, reference: '', amountTyped: '',
    receivedTyped: '' };
}

/** What this one pays. @param {Tender[]} tenders @param {number} index @param {number} total */
export function part(tenders, index, total) {
  return tenders[index].amount
      ?? tenders.reduce((left, other) => left - (other.amount ?? 0), total);
}

/** Cash to give back; 0 for a card. */
export function change(tenders, index, total) {
  const { method, received } = tenders[index];
  return method === 'cash' && received !== null
      ? Math.max(0, received - part(tenders, index, total)) : 0;
}

/** Still to be paid; below 0, too much is. @param {Tender[]} tenders @param {number} total */
export function missing(tenders, total) {
  const short = tenders.reduce((sum, { method, received }, index) => sum
      + (method === 'cash' && received !== null
        ? Math.max(0, part(tenders, index, total) - received) : 0), 0);
  const paid = tenders.reduce((sum, _, index) => sum + part(tenders, index, total), 0);
  return total - paid + short;
}

/** Whether they pay the total and each pays something. */
export function complete(tenders, total) {
  return total === 0 || (missing(tenders, total) === 0
      && tenders.every((_, index) => part(tenders, index, total) > 0));
}

/** As the server takes them. @param {Tender[]} tenders @param {number} total */
export function toOrder(tenders, total) {
  return total === 0 ? [] : tenders.map(({ method, amount, received, reference }) => ({
    method,
    amount: amount ?? undefined,
    received: method === 'cash' ? received ?? undefined : undefined,
    reference: reference || undefined,
  }));
}

/**
 * What customers hand over for an amount: it, and the next round ones.
 *
 * @param {number} due in minor units
 * @param {number} digits of the currency
 */
export function quickAmounts(due, digits) {
  const rounds = NOTES.map(note => note * 10 ** digits)
      .map(note => Math.ceil(due / note) * note);
  return [...new Set([due, ...rounds])].sort((a, b) => a - b).slice(0, 5);
}
