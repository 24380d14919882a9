import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { icon } from '../ui/icons.js';
import { badge, Section } from './section.js';
import { priceOf } from './rules.js';
import { tariffSheet } from './tariff-sheet.js';

/** What time in the room costs: the tariffs that are offered, and the versions of each. */
export class Tariffs extends Section {
  offered = [];
  /** Those of one tariff, the newest first. @type {any[]} */
  versions = [];
  code = '';

  async load() {
    await this.read('/api/coworking/tariffs', body => { this.offered = body.items; });
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
  async #show(code) {
    const answer = await this.api.get(
        `/api/coworking/tariffs/${encodeURIComponent(code)}/versions`);
    if (answer.ok) {
      this.code = code;
      this.versions = answer.body.items;
    } else if (answer.status === 404) {
      this.page.say({ kind: 'bad', text: t('tariff.unknown', { code }) });
    } else {
      this.page.complain(answer);
    }
    this.page.draw();
  }

  view() {
    return html`
      ${this.head(t('manager.tariffs'), html`<button class="main"
        @click=${() => this.open(tariffSheet(this, null))}>${icon('plus')}${t('tariff.new')}
      </button>`)}
      ${this.table(t('manager.tariffs'), [t('tariff.name'), t('tariff.code'), t('tariff.price'),
        t('tariff.version'), ''], this.offered.map(tariff => html`<tr>
          <td>${tariff.rules.name}</td><td>${tariff.code}</td>
          <td>${priceOf(tariff.rules, this.format)}</td><td>${tariff.version}</td>
          <td class="actions"><button @click=${() => this.#versions(tariff.code)}
            aria-label=${t('tariff.versions.of', { name: tariff.rules.name })}>
            ${t('tariff.versions')}</button></td></tr>`))}
      <form class="filters" @submit=${event => {
        event.preventDefault();
        this.#versions(String(new FormData(event.target).get('code')).trim());
      }}><label>${t('tariff.other')} <input name="code" required maxlength="32" autocomplete="off"
        autocapitalize="none" spellcheck="false"></label>
        <button>${t('tariff.versions')}</button></form>
      ${this.versions.length > 0 ? this.#history() : nothing}`;
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
