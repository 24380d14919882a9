/**
 * Arrow keys go from one to the next of what lies in rows.
 *
 * @param {KeyboardEvent} event heard by what is around them
 * @param {string} selector of each
 * @param {string} [above] where the first row's way up leads
 */
export function walk(event, selector, above = '') {
  const around = /** @type {HTMLElement} */ (event.currentTarget);
  const all = /** @type {HTMLElement[]} */ ([...around.querySelectorAll(selector)]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const row = all.filter(each => each.offsetTop === all[0].offsetTop).length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
  if (at >= 0 && step) {
    event.preventDefault();
    const before = above ? document.querySelector(above) : all[0];
    const next = all[at + step] ?? (step < 0 ? before : all.at(-1));
    /** @type {HTMLElement} */ (next).focus();
  }
}
