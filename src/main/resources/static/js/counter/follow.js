import { backoff, pause } from '../backoff.js';
import { lockWhenIdle } from './idle.js';
import { FIRST, keys } from './keys.js';
import { scanner } from './scanner.js';
import { settle } from './settle.js';

/** @typedef {import('./counter.js').Counter} Counter */

/** What follows when a part of the counter changed. @param {Counter} counter */
export function follow(counter) {
  const { shelf, ticket, checkout, history, undo, pending, connection, queue } = counter;
  for (const part of [shelf, ticket, checkout, history, undo, pending, connection, queue]) {
    part.addEventListener('change', () => counter.draw());
  }
  let { phase } = checkout;
  checkout.addEventListener('change', () => {
    if (checkout.phase !== phase) {
      phase = checkout.phase;
      entered(counter);
    }
  });
  let away = connection.state === 'offline';
  connection.addEventListener('change', () => {
    const { state } = connection;
    if (state === 'online' && ticket.problem) {
      ticket.refresh();
    }
    if (state === 'offline' || (state === 'online' && away)) {
      away = state === 'offline';
      (away ? leftAlone : backAgain)(counter);
    }
  });
  queue.addEventListener('change', () => {
    shelf.hold(queue.unsent);
    const { order } = checkout;
    const sent = queue.sales.find(({ key, state }) => key === order?.key && state === 'sent');
    if (order?.status === 'pending' && sent) {
      checkout.numbered(sent.receipt);
    }
  });
  queue.load().catch(() => undefined);
  keys(counter);
  scanner(counter);
  lockWhenIdle(counter);
}

/** Another phase of the sale. @param {Counter} counter */
async function entered(counter) {
  const { checkout, queue } = counter;
  counter.expand(-1);
  if (checkout.phase === 'done') {
    const { order } = checkout;
    counter.said = null;
    if (order.status !== 'pending' && queue.sales.some(({ key }) => key === order.key)) {
      queue.end(order.key, { ok: true, slug: '', body: order }).catch(() => undefined);
    }
  }
  if (checkout.phase === 'selling') {
    counter.ticket.refresh(); // prices may be others than when the customer began to pay
  }
  if (checkout.phase !== 'sending') {
    counter.focus(...FIRST);
  }
  for (let failures = 1; checkout.phase === 'unsure'; failures++) {
    await pause(1000 + backoff(failures));
    await checkout.ask();
  }
}

/** There is no server: prices are the known ones, a sale on its way is left to its key. */
function leftAlone({ checkout, ticket }) {
  checkout.cut();
  ticket.refresh();
}

/** The server is back: what waits is sent, what is not known is asked for. */
async function backAgain(counter) {
  const { session, queue, place, shelf, ticket } = counter;
  if (session) {
    place.load();
    ticket.refresh();
    await queue.send();
    await shelf.load();
    await settle(counter);
  }
}
