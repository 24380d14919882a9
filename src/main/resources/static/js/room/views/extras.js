import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';

/** @typedef {import('../room.js').Room} Room */
/** @typedef {import('../charge.js').RoomSession} RoomSession */

/** What the guest had, and what can be added. @param {Room} room @param {RoomSession} session */
export function extrasView(room, session) {
  const { extras, format, guests } = room;
  const found = extras.found();
  return html`<ol class="lines" aria-label=${t('room.extras')}>
      ${repeat(session.extras, ({ id }) => id, extra => html`<li class="extra">
        <span>${extra.quantity > 1 ? `${extra.quantity} × ` : nothing}${extra.name}</span>
        <span class="sum">${format.money(extra.total)}</span>
        <button class="quiet" aria-label=${t('room.extra.remove', { name: extra.name })}
          ?disabled=${guests.busy.has(extra.id)}
          @click=${() => room.remove(session, extra.id)}>${icon('close')}</button>
      </li>`)}
      ${session.extras.length === 0 ? html`<li class="hint">${t('room.extras.none')}</li>`
        : nothing}
    </ol>
    <form class="adding" role="search" @submit=${event => {
      event.preventDefault();
      if (extras.query.trim() !== '' && found[0]) {
        room.add(session, found[0]);
      }
    }}>
      <label class="search">${icon('plus')}<input id="extra" type="search" autocomplete="off"
        spellcheck="false" enterkeyhint="enter" aria-label=${t('room.extra.add')}
        placeholder=${t('room.extra.add')} .value=${live(extras.query)}
        @input=${({ target }) => extras.look(target.value)}></label>
      <div class="chips" role="group" aria-label=${t('room.extra.choices')}>
        ${found.map((product, index) => html`<button type="button" class="chip"
          @click=${() => room.add(session, product)}>${product.name}
          ${index === 0 && extras.query.trim() !== '' ? html`<kbd>↵</kbd>` : nothing}</button>`)}
        ${found.length === 0 ? html`<span class="hint">${t('shelf.nothing',
          { query: extras.query })}</span>` : nothing}
      </div>
    </form>`;
}
