import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { peopleView, seatsAgain } from './people.js';

/** @typedef {import('../room.js').Room} Room */

const TARIFF = 'comanda.tariff.';

/** A guest sits down: one touch, unless something is to be said. @param {Room} room */
export function openingView(room) {
  const { guests, chosen } = room;
  const seat = guests.seats.find(({ code, active }) => code === chosen && active);
  if (!seat) {
    return html`<section class="ticket blank" aria-label=${t('room.guest')}>
      <header><h2>${t('room.guest')}</h2></header>
      <p class="hint">${t('room.choose')}</p></section>`;
  }
  const kept = localStorage.getItem(TARIFF + seat.kind);
  const { tariffs } = guests;
  const usual = tariffs.find(({ code }) => code === kept) ?? tariffs[0];
  return html`<section class="ticket" aria-label=${t('room.guest')}>
    <header>${seatsAgain(room)}<h2>${seat.code} · ${seat.name}</h2></header>
    <form class="opening" @submit=${event => {
      event.preventDefault();
      const { guestName, people = 1, tariff } = Object.fromEntries(new FormData(event.target));
      localStorage.setItem(TARIFF + seat.kind, String(tariff));
      room.open({ guestName: String(guestName).trim() || t('room.guest.unnamed'),
        people: Number(people), tariff: String(tariff) });
    }}>
      ${tariffs.length === 0 ? html`<p class="hint">${t('room.no-tariff')}</p>` : html`
      <fieldset><legend>${t('room.tariff')}</legend><div class="chips">
        ${tariffs.map(({ code, rules }) => html`<label class="choice"><input type="radio"
          name="tariff" value=${code} .checked=${code === usual.code}>
          <span>${rules.name}</span></label>`)}</div></fieldset>`}
      ${seat.capacity > 1 ? peopleView(seat.capacity) : nothing}
      <label>${t('room.guest.name')} <input id="guest" name="guestName" maxlength="80"
        autocomplete="off" placeholder=${t('room.guest.unnamed')}></label>
      <button id="start" class="primary" ?disabled=${tariffs.length === 0}
        aria-disabled=${String(guests.busy.has(seat.code))}>${t('room.start')}</button>
    </form>
  </section>`;
}
