import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { check, choice, field, whole } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { forgottenSheet, forgottenText } from './forgotten.js';
import { Section, state } from './section.js';

const KINDS = ['desk', 'table', 'room'];

/** Where guests sit. */
export class Seats extends Section {
  seats = [];
  /** docs/openapi.json, `RoomSettings`. @type {any} */
  settings = null;

  async load() {
    await Promise.all([
      this.read('/api/coworking/seats', body => { this.seats = body.items; }),
      this.read('/api/coworking/settings', body => { this.settings = body; }),
    ]);
  }

  view() {
    return html`
      ${this.head(t('manager.seats'), html`
        <button ?disabled=${!this.settings} @click=${() => this.open(forgottenSheet(this))}>
          ${icon('clock')}${t('forgotten')}</button>
        <button class="main" @click=${() => this.#edit(null)}>${icon('plus')}${t('seat.new')}
        </button>`)}
      ${this.settings ? html`<p class="hint">${forgottenText(this)}</p>` : nothing}
      ${this.table(t('manager.seats'), [t('seat.code'), t('seat.name'), t('seat.kind'),
        t('seat.capacity'), t('staff.state')], this.seats.map(seat => html`<tr>
          <td><button class="link" @click=${() => this.#edit(seat)}>${seat.code}</button></td>
          <td>${seat.name}</td><td>${t(`seat.${seat.kind}`)}</td>
          <td>${seat.capacity}</td><td>${state(seat.active)}</td></tr>`))}`;
  }

  #edit(seat) {
    this.open({
      title: seat ? seat.name : t('seat.new'),
      submit: t('save'),
      values: { code: '', name: '', kind: 'desk', capacity: '1', active: true, ...seat },
      body: form => html`
        ${field(form, 'code', t('seat.code'), { fixed: seat !== null, first: !seat,
          hint: seat ? '' : t('seat.code.hint') })}
        ${field(form, 'name', t('seat.name'), { first: seat !== null })}
        ${choice(form, 'kind', t('seat.kind'), KINDS.map(kind => [kind, t(`seat.${kind}`)]))}
        ${field(form, 'capacity', t('seat.capacity'), { mode: 'numeric' })}
        ${check(form, 'active', t('seat.active'), t('seat.active.hint'))}`,
      send: form => {
        const capacity = form.number('capacity', whole, t('form.whole'));
        const { code, name, kind, active } = form.values;
        const wish = { kind, name: name.trim(), capacity, active };
        return form.wrong ? Promise.resolve(null)
          : seat ? this.api.call('PATCH', `/api/coworking/seats/${seat.code}`, { body: wish })
            : this.api.post('/api/coworking/seats', { ...wish, code: code.trim() });
      },
      done: answer => this.done(t('seat.saved', { code: answer.body.code })),
    });
  }
}
