import { backoff, pause } from '../backoff.js';
import { t } from '../lang.js';
import { clearSold, inOtherHands } from './slot.js';

/** @typedef {import('./counter.js').Counter} Counter */

/** Where a void and a refund are sent. */
const UNDOES = /\/(void|refunds)$/;

/**
 * Asks what became of the sales that were under way when a page died, before anything else is
 * charged: the own cart's, then those that no tab has in hand.
 *
 * @param {Counter} counter
 */
export async function settle(counter) {
  const { checkout, ticket, journal, queue, session } = counter;
  if (queue.sales.some(({ key, state }) => key === ticket.cart.key && state !== 'refused')) {
    ticket.clear(); // it was kept, and the tab died before it forgot the cart
  }
  const own = ticket.cart.key;
  if (ticket.cart.sent && checkout.phase === 'selling') {
    await checkout.reopen();
  }
  if (counter.offline.active) {
    return; // nobody can be asked; each is asked for by its key when the server is back
  }
  const others = await inOtherHands(own);
  const open = (await journal.all().catch(() => [])).filter(({ key, location }) =>
    location === session?.location.code && key !== own && !others.has(key));
  for (const sale of open) {
    await settleOne(counter, sale);
  }
}

/** @param {Counter} counter @param {import('../journal.js').Sale} sale */
async function settleOne(counter, { key, path = '' }) {
  const undone = UNDOES.test(path);
  const { checkout, orders, session } = counter;
  checkout.blocked = true;
  counter.say({ kind: 'info', text: t('settling') });
  let outcome = await orders.abandon(key);
  for (let failures = 1; outcome.kind === 'unknown'; failures++) {
    await pause(1000 + backoff(failures));
    if (counter.session?.staff.id !== session?.staff.id || counter.offline.active) {
      break;
    }
    outcome = await orders.abandon(key);
  }
  checkout.blocked = false;
  if (outcome.kind === 'placed') {
    clearSold(key);
    counter.say({ kind: 'good', text: t(undone ? 'undo.settled' : 'settled',
        { receipt: outcome.order.receiptNumber }) });
  } else if (undone && outcome.kind === 'absent') {
    counter.say({ kind: 'info', text: t('undo.absent') });
  } else {
    counter.say(null);
  }
}
