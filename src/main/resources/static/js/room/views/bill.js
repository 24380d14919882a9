import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { partText } from '../../ui/parts.js';
import { drawnView, passesView } from './passes.js';

/** @typedef {import('../room.js').Room} Room */

/** What is being paid, line by line, as the server says. @param {Room} room */
export function billView(room) {
  const { ticket, format } = room;
  const { session, quote } = ticket;
  const row = (label, amount) => amount ? html`<div><dt>${label}</dt>
    <dd>${format.money(amount)}</dd></div>` : nothing;
  return html`<section class="ticket guest" aria-label=${t('room.guest')}>
    <header><h2>${session?.guestName}</h2><span class="badge good">${session?.seat}</span></header>
    <ol class="lines">${quote?.lines.map(line => html`<li class="extra">
      <span>${line.quantity > 1 ? `${line.quantity} × ` : nothing}${line.name}</span>
      <span class="sum">${format.money(line.total)}</span></li>`)}
      ${drawnView(room)}${partsView(quote, format)}</ol>
    ${passesView(room)}
    <footer aria-busy=${String(!ticket.fresh)}>
      ${quote ? html`<dl class="sums">
        ${row(t('discount'), -quote.discount)}
        ${row(t(quote.pricesIncludeTax ? 'tax.inside' : 'tax'), quote.tax)}
        ${row(t('tip'), quote.tip)}</dl>` : nothing}
      <p class="total"><span>${t('total')}</span>
        <output>${quote ? format.money(quote.total) : '…'}</output></p>
    </footer>
  </section>`;
}

/** How the time came to cost that, as the receipt will say it. */
function partsView(quote, format) {
  return (quote?.charge?.lines ?? []).flatMap(line => line.parts.map(part => html`
    <li class="part"><span>${partText(part, format)}</span>
      <span>${format.money(part.amount)}</span></li>`));
}
