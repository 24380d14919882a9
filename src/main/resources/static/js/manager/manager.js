import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { icon } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { AuditBook } from './audit.js';
import { Passes } from './passes.js';
import { Places } from './places.js';
import { Products } from './products.js';
import { Sales } from './sales.js';
import { Seats } from './seats.js';
import { Staff } from './staff.js';
import { Tariffs } from './tariffs.js';

/** The page of managers: one section at a time, named by the address, so that it can be linked. */
export class Manager extends Page {
  title = 'page.manager';
  roles = ['admin', 'manager'];
  sections = {
    sales: new Sales(this),
    products: new Products(this),
    staff: new Staff(this),
    places: new Places(this),
    tariffs: new Tariffs(this),
    seats: new Seats(this),
    passes: new Passes(this),
    audit: new AuditBook(this),
  };

  /** @param {HTMLElement} root */
  constructor(root) {
    super(root);
    addEventListener('hashchange', () => this.#turn());
  }

  /** @returns {keyof Manager['sections']} */
  get section() {
    const name = location.hash.slice(1);
    return Object.hasOwn(this.sections, name) ? name : 'sales';
  }

  async opened() {
    await this.sections[this.section].load();
    document.querySelector('.side [aria-current]')
        ?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }

  /** The address names another section. */
  async #turn() {
    if (this.session && this.welcome) {
      this.lay(null);
      this.said = null;
      this.focus('h1');
      await this.opened();
    }
  }

  view() {
    return html`<div class="manager">
      <nav class="side" aria-label=${t('manager.sections')}>
        ${Object.keys(this.sections).map(name => html`<a href="#${name}"
          aria-current=${name === this.section ? 'page' : nothing}>
          ${icon(name)}<span>${t(`manager.${name}`)}</span></a>`)}</nav>
      <main class="section">${this.sections[this.section].view()}</main>
    </div>`;
  }
}
