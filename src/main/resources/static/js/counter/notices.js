import { t } from '../lang.js';
import { sentence } from '../ui/problems.js';
import { tender } from './tenders.js';

/** @typedef {import('../ui/notice.js').Notice} Notice */
/** @typedef {import('./counter.js').Counter} Counter */

/**
 * The one thing that the cashier should know now, and the next step out of it.
 *
 * @param {Counter} counter
 * @returns {Notice | null}
 */
export function noticeOf(counter) {
  const { checkout, ticket, shelf, history, undo, pending, connection, shown } = counter;
  if (!counter.session) {
    const n = counter.queue.unsent.length;
    return n > 0 ? { kind: 'info', text: t('offline.held', { n }) } : null;
  }
  if (shown === 'orders') {
    return undo.notice ?? history.notice ?? counter.said;
  }
  if (shown === 'pending') {
    return pending.notice ?? counter.said ?? waiting(counter);
  }
  if (checkout.phase === 'paying' && checkout.hindrance) {
    return hindered(checkout);
  }
  if (checkout.outcome?.kind === 'unkept' && checkout.phase === 'paying') {
    return { kind: 'bad', text: t('offline.unkept'),
      step: { label: t('again'), run: () => checkout.pay() } };
  }
  if (checkout.outcome?.kind === 'refused') {
    return refused(counter, checkout.outcome.answer);
  }
  if (checkout.outcome?.kind === 'absent') {
    return { kind: 'bad', text: t('absent') };
  }
  if (ticket.problem && checkout.phase !== 'done' && connection.state !== 'doubtful') {
    return { kind: 'bad', text: sentence(ticket.problem),
      step: { label: t('again'), run: () => ticket.refresh() } };
  }
  return shelf.notice ?? counter.said ?? waiting(counter);
}

/** Without a server only some things can be done. @returns {Notice} */
function hindered(checkout) {
  const { hindrance } = checkout;
  return { kind: 'bad', text: t(hindrance), step: hindrance === 'offline.cash-only'
    ? { label: t('offline.use-cash'), run: () => checkout.offer([tender('cash')]) }
    : { label: t('payment.back'), run: () => checkout.back() } };
}

/** No server, or sales made without one that need somebody. @param {Counter} counter */
function waiting(counter) {
  const { offline, queue, disk, shown } = counter;
  const refused = queue.unsent.filter(({ state }) => state === 'refused').length;
  if (offline.active) {
    return { kind: 'info', text: disk.safe === false
      ? `${t('offline.active')} ${t('offline.unsafe')}` : t('offline.active') };
  }
  if (refused > 0 && shown === 'sell') {
    return { kind: 'bad', text: t('offline.refused', { n: refused }),
      step: { label: t('offline.see'), run: () => counter.go('pending') } };
  }
  return queue.held && queue.unsent.length > 0
    ? { kind: 'bad', text: t('offline.held', { n: queue.unsent.length }) } : null;
}

/** @param {Counter} counter @param {import('../api.js').Answer} answer @returns {Notice} */
function refused({ checkout, ticket, format }, answer) {
  const text = sentence(answer);
  const step = {
    'price-changed': () => ({ label: t('pay', { amount: format.money(checkout.total) }),
      run: () => checkout.pay() }),
    'out-of-stock': () => ({ label: t('stock.sell-left'),
      run: () => lower(checkout, answer.body.items) }),
    'unknown-product': () => ({ label: t('remove'),
      run: () => lower(checkout, answer.body.items) }),
    'unauthenticated': () => undefined,
    'approval-required': () => undefined,
    'approval-refused': () => undefined,
  }[answer.slug] ?? (() => checkout.phase === 'paying'
    ? { label: t('again'), run: () => checkout.pay() } : undefined);
  return { kind: 'bad', text, step: ticket.empty ? undefined : step() };
}

/** Takes out of the cart what cannot be sold. */
function lower(checkout, items) {
  const left = new Map(items.map(({ sku, available = 0 }) => [sku, Math.max(0, available)]));
  checkout.edit(was => ({ ...was, lines: was.lines.flatMap(line => {
    const quantity = Math.min(line.quantity, left.get(line.sku) ?? line.quantity);
    left.set(line.sku, (left.get(line.sku) ?? line.quantity) - quantity);
    return quantity > 0 ? [{ ...line, quantity }] : [];
  }) }));
  checkout.forget();
}
