import { html } from 'lit-html';
import { t } from '../lang.js';
import { choice, field, whole } from '../ui/form.js';

/**
 * Stock by hand: what came, what went, or what was counted, and why.
 *
 * @param {import('./products.js').Products} products
 * @param {any} product
 */
export function stockSheet(products, product) {
  const { format } = products;
  const counted = product.stock !== null;
  return {
    title: t('stock.of', { name: product.name }),
    submit: t('stock.adjust'),
    values: { kind: counted ? 'came' : 'counted', quantity: '', reason: '' },
    body: form => html`
      <p class="hint">${counted ? t('stock.now', { n: format.count(product.stock) })
        : t('stock.uncounted')}</p>
      ${choice(form, 'kind', t('stock.kind'), [...(counted ? [['came', t('stock.came')],
        ['went', t('stock.went')]] : []), ['counted', t('stock.counted')]])}
      ${field(form, 'quantity', t('stock.pieces'), { mode: 'numeric', first: true })}
      ${field(form, 'reason', t('stock.reason'), { suggest: [t('stock.reason.delivery'),
        t('stock.reason.waste'), t('stock.reason.count')] })}
      <output class="after">${after(form, product, format)}</output>`,
    send: form => {
      const quantity = form.number('quantity', whole, t('form.whole'));
      if (quantity === undefined && !form.wrong) {
        form.blame('quantity', t('form.whole'));
      }
      const { kind, reason } = form.values;
      return form.wrong ? Promise.resolve(null)
        : products.api.post(`/api/products/${product.id}/stock`, { reason: reason.trim(),
          ...(kind === 'counted' ? { count: quantity }
            : { delta: kind === 'came' ? quantity : -quantity }) });
    },
    fieldOf: pointer => ['/delta', '/count'].includes(pointer) ? 'quantity' : pointer.slice(1),
    done: answer => products.done(t('stock.done', { name: product.name,
      n: format.count(answer.body.stock) })),
  };
}

/** What there will be. */
function after(form, product, format) {
  const quantity = whole(form.values.quantity);
  if (quantity === null) {
    return '';
  }
  const stock = { came: product.stock + quantity, went: product.stock - quantity,
    counted: quantity }[form.values.kind];
  return t('stock.after', { n: format.count(stock) });
}
