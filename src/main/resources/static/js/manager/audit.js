import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { t } from '../lang.js';
import { icon } from '../ui/icons.js';
import { changeView } from './change.js';
import { Section } from './section.js';

const ENTITIES = ['products', 'orders', 'staff', 'registers', 'devices', 'locations', 'seats',
  'tariffs', 'pass_terms', 'coworking_sessions', 'room_settings', 'staff_sessions'];
const FILE_PATIENCE_MS = 60_000;

/** Who changed what: filtered, before and after beside each other, and as a file. */
export class AuditBook extends Section {
  filter = { from: '', to: '', staff: '', entity: '' };
  entries = [];
  people = [];
  cursor = '';

  async load() {
    this.entries = [];
    this.cursor = '';
    await Promise.all([this.#more(), this.people.length === 0
      ? this.read('/api/staff', body => { this.people = body.items; }) : undefined]);
  }

  #more() {
    const next = this.cursor ? `&cursor=${this.cursor}` : '';
    return this.read(`/api/audit?limit=50${next}${this.#query()}`, body => {
      this.entries = [...this.entries, ...body.items];
      this.cursor = body.nextCursor ?? '';
    });
  }

  /** The days are the shop's; `to` is included. */
  #query() {
    const { from, to, staff, entity } = this.filter;
    const wanted = { from: from && this.format.instant(`${from}T00:00`),
      to: to && this.format.instant(`${nextDay(to)}T00:00`), staff, entity };
    return Object.entries(wanted).filter(([, value]) => value)
        .map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join('');
  }

  async #download() {
    const answer = await this.api.get(`/api/audit.csv?${this.#query().slice(1)}`,
        { text: true, patienceMs: FILE_PATIENCE_MS });
    if (answer.ok) {
      const url = URL.createObjectURL(new Blob(['\ufeff', answer.body], { type: 'text/csv' }));
      const link = Object.assign(document.createElement('a'),
          { href: url, download: `comanda-audit-${this.format.day()}.csv` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), FILE_PATIENCE_MS);
    } else {
      this.page.complain(answer);
    }
  }

  #narrow(name, value) {
    this.filter[name] = value;
    this.load();
  }

  view() {
    const date = (name, label) => html`<label>${label} <input type="date"
      .value=${this.filter[name]} @change=${({ target }) => this.#narrow(name, target.value)}>
      </label>`;
    const list = (name, label, choices) => html`<label>${label}
      <select @change=${({ target }) => this.#narrow(name, target.value)}>
        <option value="">${t('audit.any')}</option>
        ${choices.map(([value, text]) => html`<option value=${value}
          .selected=${this.filter[name] === value}>${text}</option>`)}</select></label>`;
    return html`
      ${this.head(t('manager.audit'), html`<button @click=${() => this.#download()}>
        ${icon('file')}${t('audit.file')}</button>`)}
      <form class="filters" role="search" @submit=${event => event.preventDefault()}>
        ${date('from', t('audit.from'))}${date('to', t('audit.to'))}
        ${list('staff', t('audit.who'), this.people.map(({ id, name }) => [id, name]))}
        ${list('entity', t('audit.what'), ENTITIES.map(name =>
          [name, capital(t(`entity.${name}`))]))}
      </form>
      ${this.table(t('manager.audit'), [t('audit.when'), t('audit.who'), t('audit.what'),
        t('audit.change')], this.entries.length === 0 ? [] : [repeat(this.entries,
        entry => entry.id, entry => this.#row(entry))], t('audit.none'))}
      ${this.cursor ? html`<button @click=${() => this.#more()}>${t('orders.more')}</button>`
        : nothing}`;
  }

  #row(entry) {
    const approver = this.people.find(person => person.id === entry.approvedBy);
    const known = ENTITIES.includes(entry.entity);
    return html`<tr><td class="when">${this.format.moment(entry.at)}</td>
      <td>${entry.staffName} ${approver && approver.id !== entry.staffId
        ? html`<small>${t('audit.approved', { name: approver.name })}</small>` : nothing}</td>
      <td>${actionText(entry.action)} · ${known ? t(`entity.${entry.entity}`) : entry.entity}</td>
      <td>${changeView(entry, this.format)}</td></tr>`;
  }
}

const ACTIONS = { create: 'action.create', change: 'action.change', adjustment: 'action.adjustment',
  void: 'action.void', cancel: 'action.cancel', correct: 'action.correct',
  revoke: 'action.revoke', import: 'action.import',
  'end-sessions': 'action.end-sessions', 'set-password': 'action.set-password',
  'set-pin': 'action.set-pin', 'sign-in': 'action.sign-in' };

function actionText(action) {
  return ACTIONS[action] ? t(ACTIONS[action]) : action;
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {string} day `2026-01-31` */
function nextDay(day) {
  return new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
