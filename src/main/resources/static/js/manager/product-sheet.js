import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { check, field, percent, whole } from '../ui/form.js';

const FIELDS = ['name', 'category', 'price', 'taxRateBp', 'barcode', 'oversellAllowed', 'active'];

/** @typedef {import('./products.js').Products} Products */
/** @typedef {import('../ui/form.js').Form} Form */

/**
 * A new product, or one that is changed. A change that was made on an older version is refused;
 * then both stand beside each other, and whoever sees them decides.
 *
 * @param {Products} products
 * @param {any} product null: a new one
 */
export function productSheet(products, product) {
  const { format, api } = products;
  let base = product;
  /** What somebody else made of it meanwhile. @type {any} */
  let theirs = null;
  return {
    title: product ? product.name : t('product.new'),
    submit: t('save'),
    values: product ? written(product, format) : { sku: '', name: '', category: '', price: '',
      taxRateBp: '16', barcode: '', stock: '', oversellAllowed: false, active: true },
    body: form => html`${theirs ? bothView(form, theirs, format, () => {
      base = theirs;
      theirs = null;
    }) : nothing}${fieldsView(form, products, product)}`,
    send: form => {
      const wish = typed(form, format);
      if (form.wrong) {
        return Promise.resolve(null);
      }
      if (!base) {
        return api.post('/api/products', wish);
      }
      const change = Object.fromEntries(FIELDS.filter(name =>
        (wish[name] ?? null) !== (base[name] ?? null)).map(name => [name, wish[name] ?? null]));
      return Object.keys(change).length === 0 ? Promise.resolve({ ok: true, body: base })
        : api.call('PATCH', `/api/products/${base.id}`, { body: change, version: base.version });
    },
    refused: answer => {
      theirs = answer.slug === 'stale-version' ? answer.body.product : null;
      return theirs !== null;
    },
    done: answer => products.done(t('product.saved', { name: answer.body.name })),
  };
}

/** @param {Form} form @param {Products} products @param {any} product */
function fieldsView(form, products, product) {
  return html`
    ${field(form, 'sku', t('product.sku'), { fixed: product !== null, first: product === null,
      hint: product ? '' : t('product.sku.hint') })}
    ${field(form, 'name', t('product.name'), { first: product !== null })}
    ${field(form, 'category', t('product.category'), { suggest: products.catalog.categories })}
    <div class="pair">
      ${field(form, 'price', t('product.price'), { mode: 'decimal' })}
      ${field(form, 'taxRateBp', t('product.tax'), { mode: 'decimal', unit: '%' })}</div>
    <div class="pair">
      ${field(form, 'barcode', t('product.barcode'))}
      ${product ? nothing : field(form, 'stock', t('product.stock'), { mode: 'numeric',
        hint: t('product.stock.hint') })}</div>
    ${check(form, 'oversellAllowed', t('product.oversell'), t('product.oversell.hint'))}
    ${check(form, 'active', t('product.active'))}`;
}

/** What was typed, as the server takes it. @param {Form} form */
function typed(form, format) {
  const { sku, name, category, barcode, oversellAllowed, active } = form.values;
  const price = form.number('price', text => format.parse(text), t('form.amount'));
  const taxRateBp = form.number('taxRateBp', percent, t('form.percent'));
  const stock = form.number('stock', whole, t('form.whole'));
  return { sku: sku.trim() || undefined, name: name.trim(), category: category.trim(), price,
    taxRateBp, stock, barcode: barcode.trim() || undefined, oversellAllowed, active };
}

/** As it stands in the fields. */
function written(product, format) {
  return { ...product, price: format.amount(product.price), barcode: product.barcode ?? '',
    taxRateBp: String(product.taxRateBp / 100) };
}

/** Theirs and mine, where they differ, and the two ways on. */
function bothView(form, theirs, format, settle) {
  const there = written(theirs, format);
  const differs = FIELDS.filter(name => String(there[name]) !== String(form.values[name]));
  const show = value => value === true ? t('yes') : value === false ? t('no') : value || '–';
  return html`<section class="both" role="alert"><p>${t('stale')}</p>
    <table><thead><tr><th></th><th scope="col">${t('stale.theirs')}</th>
      <th scope="col">${t('stale.mine')}</th></tr></thead>
    <tbody>${differs.map(name => html`<tr><th scope="row">${t(`field.${name}`)}</th>
      <td>${show(there[name])}</td><td>${show(form.values[name])}</td></tr>`)}</tbody></table>
    <div class="chips">
      <button type="button" @click=${() => {
        settle();
        Object.keys(there).forEach(name => name in form.values && form.set(name, there[name]));
      }}>${t('stale.take')}</button>
      <button class="main" @click=${settle}>${t('stale.keep')}</button></div>
  </section>`;
}
