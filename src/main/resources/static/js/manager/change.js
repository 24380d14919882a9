import { html, nothing } from 'lit-html';
import { t } from '../lang.js';

/** Members that have a word of their own; others stand as the server writes them. */
const WORDS = { name: 'field.name', category: 'field.category', price: 'field.price',
  taxRateBp: 'field.taxRateBp', barcode: 'field.barcode', active: 'field.active',
  oversellAllowed: 'field.oversellAllowed', stock: 'product.stock', role: 'staff.role',
  reason: 'stock.reason', sku: 'product.sku', capacity: 'seat.capacity' };
const OF_THE_SERVER = new Set(['version']);

/**
 * What was there and what is: only the members that differ, or those that are known of it.
 *
 * @param {any} entry docs/openapi.json, `AuditEntry`
 * @param {import('../format.js').Format} format
 */
export function changeView({ before, after, entity, entityId, staffName, correlationId }, format) {
  const was = parsed(before);
  const is = parsed(after);
  const differs = name => before === null || after === null
      || (name in is && JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .filter(name => !OF_THE_SERVER.has(name) && differs(name));
  const title = is.name ?? is.sku ?? is.code ?? was.name ?? was.code
      ?? (entity === 'staff_sessions' ? staffName : entityId.slice(0, 8));
  return html`<details><summary>${title}</summary>
    ${names.length === 0 ? nothing : html`<table class="diff"><thead><tr><th></th>
      <th scope="col">${t('audit.before')}</th><th scope="col">${t('audit.after')}</th></tr></thead>
      <tbody>${names.map(name => html`<tr>
        <th scope="row">${WORDS[name] ? t(WORDS[name]) : name}</th>
        <td>${name in was ? html`<del>${show(name, was[name], format)}</del>` : '–'}</td>
        <td>${name in is ? html`<ins>${show(name, is[name], format)}</ins>` : '–'}</td></tr>`)}
      </tbody></table>`}
    <p class="hint">${entityId}<br>${t('audit.trace', { id: correlationId })}</p></details>`;
}

function parsed(text) {
  const value = JSON.parse(text ?? '{}');
  return typeof value === 'object' && value !== null ? value : { value };
}

/** As people read it. */
function show(name, value, format) {
  if (typeof value === 'boolean') {
    return t(value ? 'yes' : 'no');
  }
  return typeof value === 'object' && value !== null ? JSON.stringify(value)
    : value === null || value === undefined ? '–'
      : name === 'price' ? format.money(value)
        : name === 'taxRateBp' ? format.percent(value) : String(value);
}
