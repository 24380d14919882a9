/**
 * Where a sale stands, and what leads on from there. What is not named cannot happen: the second of
 * two clicks on "Pagar" finds no arrow and does nothing.
 *
 * - `selling`: the cart is open
 * - `paying`: the customer pays
 * - `sending`: the server was asked
 * - `unsure`: nobody knows whether it was charged; only asking for it by its key leads out
 * - `done`: it is an order
 */
const ARROWS = {
  selling: { charge: 'paying', reopen: 'unsure' },
  paying: { back: 'selling', pay: 'sending' },
  sending: { placed: 'done', refused: 'paying', mend: 'selling', absent: 'paying',
    unknown: 'unsure' },
  unsure: { placed: 'done', absent: 'paying', unknown: 'unsure' },
  done: { next: 'selling' },
};

/** @typedef {keyof ARROWS} Phase */

/**
 * @param {Phase} phase
 * @param {string} event
 * @returns {Phase | undefined} undefined where nothing leads on
 */
export function after(phase, event) {
  return ARROWS[phase][event];
}
