/** @typedef {import('./room.js').Room} Room */

/** What the keyboard does wherever the focus is. @param {Room} room */
export function keys(room) {
  addEventListener('keydown', event => {
    const { checkout, guest } = room;
    if (!room.session || room.sheet || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const handled = {
      F9: () => guest && room.till.charge(guest),
      Escape: () => (checkout.phase === 'paying' ? checkout.back()
        : room.panel ? room.unfold('') : room.choose('')),
    }[event.key];
    if (handled) {
      event.preventDefault();
      handled();
    }
    const field = /** @type {HTMLElement} */ (event.target).closest('input, select, textarea');
    if (event.key.length === 1 && event.key !== ' ' && !field) {
      document.querySelector('#guest, #extra')?.focus(); // this key lands in it
    }
  });
}
