/** @typedef {import('./counter.js').Counter} Counter */

/** What the keyboard does wherever the focus is. @param {Counter} counter */
export function keys(counter) {
  addEventListener('keydown', event => {
    const { checkout } = counter;
    if (!counter.session || counter.sheet || event.ctrlKey || event.altKey || event.metaKey) {
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

/** Where the next key stroke is meant; the first that is there. */
export const FIRST = ['#next', '#keep', '#ask', '#received', '#pay', '#search', '#username',
  '#find-order', 'h1'];
