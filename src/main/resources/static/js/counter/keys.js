/** @typedef {import('./counter.js').Counter} Counter */

/** What the keyboard does wherever the focus is. @param {Counter} counter */
export function keys(counter) {
  addEventListener('keydown', event => {
    const { checkout } = counter;
    if (!counter.session || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const handled = {
      F2: () => counter.go('sell'),
      F9: () => checkout.charge(),
      Escape: checkout.phase === 'paying' ? () => checkout.back() : undefined,
    }[event.key];
    if (handled) {
      event.preventDefault();
      handled();
    }
    if (event.key === 'F2' || typesNowhere(event)) {
      document.getElementById('search')?.focus(); // this key lands in it, and a scanner's others
    }
  });
}

/** A character that no field would take. @param {KeyboardEvent} event */
function typesNowhere({ key, target }) {
  const field = /** @type {HTMLElement} */ (target).closest('input, textarea, select');
  return key.length === 1 && key !== ' ' && !field;
}

/** Where the focus goes when what had it is gone; the first that is there. */
const FIRST = ['#next', '#keep', '#ask', '#received', '#pay', '#search', '#username',
  '#find-order'];

/** The focus is never lost: what was focused may have left the page. */
export function keepFocus() {
  if (document.activeElement === document.body || document.activeElement === null) {
    focusFirst();
  }
}

/** Goes to where the next key stroke is meant. */
export function focusFirst() {
  const field = FIRST.map(each => document.querySelector(each)).find(each => each);
  /** @type {HTMLElement | undefined} */ (field)?.focus();
}
