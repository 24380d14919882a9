/** @typedef {import('./counter.js').Counter} Counter */

/** A scanner's characters come closer together than a finger's. */
const GAP_MS = 50;
const SHORTEST = 6;
const BARCODE = /^\d{8,14}$/;

/**
 * Takes what a scanner types for a product wherever the focus is: in a field for money it would be
 * an amount, and its Enter on "Pagar" would pay. What people type is left alone, and so is what is
 * no product's code.
 *
 * @param {Counter} counter
 */
export function scanner(counter) {
  let code = '';
  let last = -Infinity;
  /** What the field held before. */
  let before = '';
  addEventListener('keydown', event => {
    const { key, timeStamp } = event;
    const field = /** @type {HTMLInputElement} */ (event.target);
    const close = timeStamp - last < GAP_MS;
    last = timeStamp;
    if (key.length === 1) {
      before = close ? before : field.value ?? '';
      code = close ? code + key : key;
    } else if (key === 'Enter' && close && code.length >= SHORTEST && field.id !== 'search'
        && counter.session && counter.shown === 'sell' && isProduct(counter, code)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (field.matches('input')) {
        field.value = before;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
      counter.shelf.scan(code);
      code = '';
    } else if (key !== 'Shift') {
      code = '';
    }
  }, true);
}

/** @param {Counter} counter @param {string} code */
function isProduct({ shelf }, code) {
  return BARCODE.test(code) || shelf.catalog.byCode(code) !== undefined;
}
