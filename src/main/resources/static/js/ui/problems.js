import { t } from '../lang.js';

/**
 * What the cashier reads of an answer that is not ok: the server's own sentence, which comes in the
 * language that was asked for, or ours where none came.
 *
 * @param {import('../api.js').Answer} answer
 */
export function sentence(answer) {
  const { detail, items, errors } = answer.body ?? {};
  const stock = answer.slug === 'out-of-stock' && items?.map(item => t('stock.left',
      { sku: item.sku, available: item.available, asked: item.asked })).join(' ');
  const fields = errors?.map(error => error.detail).join(' ');
  return [detail ?? t('problem.no-answer'), stock, fields].filter(part => part).join(' ');
}
