import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import { receiptView } from './receipt.js';

/** @typedef {import('../history.js').History} History */

/** The orders of a day; the one that was chosen, its copy and its void. @param {History} history */
export function ordersView(history, shop) {
  const { chosen } = history;
  return html`<section class="orders" aria-label=${t('orders')}>
    <form class="filters" role="search" @submit=${event => event.preventDefault()}>
      <label>${t('orders.day')} <input type="date" .value=${history.day}
        @change=${({ target }) => history.show(target.value)}></label>
      <label>${t('orders.find')} <input id="find-order" type="search" autocomplete="off"
        placeholder="R1-000042" .value=${history.query}
        @input=${({ target }) => history.look(target.value)}></label>
    </form>
    <div class="split">
      <div class="scroll" tabindex="0" role="region" aria-label=${t('orders')}>
        ${listView(history, shop)}</div>
      ${chosen ? html`<div class="detail">
        <div class="actions">
          <button @click=${() => history.print(chosen)}>${icon('print')}${t('reprint')}</button>
        </div>
        ${receiptView(chosen, { ...shop, cashier: undefined }, true)}
        ${chosen.status === 'paid' ? voidView(history) : nothing}
      </div>` : html`<p class="hint">${t('orders.choose')}</p>`}
    </div>
  </section>`;
}

function listView(history, { format }) {
  const found = history.found();
  if (found.length === 0) {
    return html`<p class="hint">${t(history.loading ? 'loading' : 'orders.none')}</p>`;
  }
  return html`<table class="list"><thead><tr><th>${t('orders.time')}</th>
      <th>${t('orders.receipt')}</th><th>${t('orders.paid-by')}</th>
      <th class="number">${t('total')}</th></tr></thead>
    <tbody>${found.map(order => html`<tr aria-selected=${String(order.id === history.chosen?.id)}
        class=${order.status} @click=${() => history.choose(order)}>
      <td>${format.time(order.placedAt)}</td>
      <td><button class="link" @click=${() => history.choose(order)}>${order.receiptNumber}
        </button> ${order.status === 'voided' ? html`<em>${t('orders.voided')}</em>` : nothing}
      </td>
      <td>${order.tenders.map(tender => t(`method.${tender.method}`)).join(', ')}</td>
      <td class="number">${format.money(order.total)}</td></tr>`)}</tbody></table>
    ${history.cursor ? html`<button @click=${() => history.more()}>${t('orders.more')}</button>`
      : nothing}`;
}

/** Taking an order back: why, and by a cashier a manager's PIN. @param {History} history */
function voidView(history) {
  return html`<details class="editor void"><summary>${t('void')}</summary>
    <form @submit=${event => {
      event.preventDefault();
      const { reason, username, pin } = Object.fromEntries(new FormData(event.target));
      history.void(reason.trim(), pin ? { username: username.trim(), pin } : undefined);
    }}>
      <label>${t('void.reason')} <input name="reason" required maxlength="200"
        autocomplete="off"></label>
      ${history.needsApproval ? html`<p class="hint">${t('approval.why')}</p>
        <label>${t('approval.name')} <input name="username" required autocomplete="off"></label>
        <label>${t('pin')} <input name="pin" type="password" required inputmode="numeric"
          pattern="[0-9]{4,12}" autocomplete="off"></label>` : nothing}
      <button class="danger" aria-disabled=${String(history.busy)}>${t('void.do')}</button>
    </form></details>`;
}
