import { backoff, pause } from '../backoff.js';
import { t } from '../lang.js';
import { clearSold, inOtherHands } from './slot.js';

/** @typedef {import('./counter.js').Counter} Counter */

/** Where a void and a refund are sent. */
const UNDOES = /\/(void|refunds)$/;
/** So long what was not there may be done again, under the key that it had. */
const KEPT_MS = 86_400_000;

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
  if (ticket.cart.sent && !await refused(counter, own) && checkout.phase === 'selling') {
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

/**
 * Whether the server is known to have refused it, and it was not sent again since.
 *
 * @param {Counter} counter @param {string} key
 */
async function refused({ queue, orders }, key) {
  return queue.sales.some(sale => sale.key === key && sale.state === 'refused')
      && await orders.sent(key) === undefined;
}

/** @param {Counter} counter @param {import('../journal.js').Sale} sale */
async function settleOne(counter, { key, path = '', sentAt = '' }) {
  const undone = UNDOES.test(path);
  const { checkout, orders, session } = counter;
  checkout.blocked = true;
  counter.say({ kind: 'info', text: t('settling') });
  const kept = undone && Date.now() - Date.parse(sentAt) < KEPT_MS;
  const ask = () => kept ? orders.find(key) : orders.abandon(key);
  let outcome = await ask();
  for (let failures = 1; outcome.kind === 'unknown'; failures++) {
    await pause(1000 + backoff(failures));
    if (counter.session?.staff.id !== session?.staff.id || counter.offline.active) {
      break;
    }
    outcome = await ask();
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
