/**
 * Where a sale stands, and what leads on from there. What is not named cannot happen: the second of
 * two clicks on "Pagar" finds no arrow and does nothing.
 *
 * - `selling`: the cart is open
 * - `paying`: the customer pays
 * - `sending`: the server was asked
 * - `unsure`: nobody knows whether it was charged; asking for it by its key leads out, and where
 *   nobody can be asked, keeping it with its key
 * - `done`: it is an order, or it is kept to become one
 */
const ARROWS = {
  selling: { charge: 'paying', reopen: 'unsure' },
  paying: { back: 'selling', pay: 'sending' },
  sending: { placed: 'done', refused: 'paying', mend: 'selling', absent: 'paying',
    unknown: 'unsure', cut: 'unsure', kept: 'done', unkept: 'paying' },
  unsure: { placed: 'done', refused: 'paying', mend: 'selling', absent: 'paying',
    unknown: 'unsure', kept: 'done', unkept: 'unsure' },
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
