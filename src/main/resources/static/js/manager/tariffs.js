import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { icon } from '../ui/icons.js';
import { badge, Section } from './section.js';
import { priceOf } from './rules.js';
import { tariffSheet } from './tariff-sheet.js';

/** The states of a tariff, as the server names them, and the words for them. */
const STATES = { offered: ['tariff.now', 'good'], planned: ['tariff.planned', 'warm'],
  withdrawn: ['tariff.withdrawn', ''] };

/** What time in the room costs: now, later and no more, and the versions of each tariff. */
export class Tariffs extends Section {
  /** By state. @type {Record<string, any[]>} */
  listed = {};
  /** Those of one tariff, the newest first. @type {any[]} */
  versions = [];
  code = '';

  async load() {
    await Promise.all(Object.keys(STATES).map(state => this.read(
        `/api/coworking/tariffs?state=${state}`, body => { this.listed[state] = body.items; },
        state)));
    if (this.code) {
      await this.#show(this.code);
    }
  }

  /** Somebody wants to see them. @param {string} code */
  async #versions(code) {
    await this.#show(code);
    this.page.focus('#versions');
  }

  /** @param {string} code */
  #show(code) {
    return this.read(`/api/coworking/tariffs/${encodeURIComponent(code)}/versions`, body => {
      this.code = code;
      this.versions = body.items;
    }, 'versions');
  }

  view() {
    return html`
      ${this.head(t('manager.tariffs'), html`<button class="main"
        @click=${() => this.open(tariffSheet(this, null))}>${icon('plus')}${t('tariff.new')}
      </button>`)}
      ${this.table(t('manager.tariffs'), [t('tariff.name'), t('tariff.code'), t('tariff.price'),
        t('tariff.version'), t('staff.state'), ''], Object.keys(STATES).flatMap(state =>
        this.listed[state]?.map(tariff => this.#row(tariff, state)) ?? []))}
      ${this.versions.length > 0 ? this.#history() : nothing}`;
  }

  /** @param {any} tariff @param {string} state */
  #row({ code, rules, version, validFrom }, state) {
    const [word, kind] = STATES[state];
    return html`<tr><td>${rules.name}</td><td>${code}</td><td>${priceOf(rules, this.format)}</td>
      <td>${version}</td><td>${badge(t(word), kind)} ${state === 'offered' ? nothing
        : html`<small>${this.format.moment(validFrom)}</small>`}</td>
      <td class="actions"><button @click=${() => this.#versions(code)}
        aria-label=${t('tariff.versions.of', { name: rules.name })}>${t('tariff.versions')}
      </button></td></tr>`;
  }

  /** The next version is made of the newest, which need not be the one in force. */
  #history() {
    const [newest] = this.versions;
    return html`<section class="versions"><header class="head">
        <h2 id="versions" tabindex="-1">${t('tariff.versions.of', { name: newest.rules.name })}</h2>
        <div class="actions">
          ${newest.active ? html`<button class="danger" @click=${() => this.#withdraw(newest)}>
            ${t('tariff.withdraw')}</button>` : nothing}
          <button class="main" @click=${() => this.open(tariffSheet(this, newest))}>
            ${icon('plus')}${t('tariff.version.new')}</button></div></header>
      ${this.table(t('tariff.versions'), [t('tariff.version'), t('tariff.from'), t('tariff.price'),
        t('staff.state')], this.versions.map((version, index) => html`<tr>
          <td>${version.version}</td><td>${this.format.moment(version.validFrom)}</td>
          <td>${priceOf(version.rules, this.format)}</td>
          <td>${this.#state(version, this.versions.slice(0, index))}</td></tr>`))}
    </section>`;
  }

  #state(version, newer) {
    const begun = each => Date.parse(each.validFrom) <= Date.now();
    return !version.active ? badge(t('tariff.withdrawn'))
      : !begun(version) ? badge(t('tariff.planned'), 'warm')
        : newer.some(begun) ? badge(t('tariff.past')) : badge(t('tariff.now'), 'good');
  }

  #withdraw({ code, version, rules }) {
    this.open({
      title: t('tariff.withdraw'),
      body: () => html`<p>${t('tariff.withdraw.text', { name: rules.name })}</p>`,
      submit: t('tariff.withdraw'),
      send: () => this.api.post(`/api/coworking/tariffs/${code}/versions`,
          { rules, active: false }, { version }),
      done: () => this.done(t('tariff.is-withdrawn', { name: rules.name })),
    });
  }

  /** @param {any} tariff that was saved */
  saved(tariff) {
    this.code = tariff.code;
    return this.done(t('tariff.saved', { name: tariff.rules.name, n: tariff.version }));
  }
}
