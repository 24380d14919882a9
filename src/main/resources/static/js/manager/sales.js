import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { bars } from '../ui/plot.js';
import { Section } from './section.js';

/** What was sold in each hour of a day. */
export class Sales extends Section {
  day = '';
  /** @type {{from: string, orders: number, sales: number, tips: number}[]} */
  hours = [];

  load() {
    this.day ||= this.format.day();
    return this.read(`/api/reports/sales-by-hour?day=${this.day}`, body => {
      this.hours = body.hours;
    });
  }

  view() {
    const sum = name => this.hours.reduce((total, hour) => total + hour[name], 0);
    const { format } = this;
    return html`
      ${this.head(t('manager.sales'), html`<form class="filters" @submit=${event =>
        event.preventDefault()}><label>${t('orders.day')} <input type="date" .value=${this.day}
          @change=${({ target }) => {
            this.day = target.value || format.day();
            this.load();
          }}></label></form>`)}
      <dl class="figures">
        <div><dt>${t('sales.sold')}</dt><dd>${format.money(sum('sales'))}</dd></div>
        <div><dt>${t('sales.orders')}</dt><dd>${format.count(sum('orders'))}</dd></div>
        <div><dt>${t('sales.mean')}</dt><dd>${sum('orders') === 0 ? '–'
          : format.money(Math.round(sum('sales') / sum('orders')))}</dd></div>
        <div><dt>${t('sales.tips')}</dt><dd>${format.money(sum('tips'))}</dd></div>
      </dl>
      ${sum('orders') === 0 ? nothing : bars({
        title: t('sales.by-hour'),
        columns: [t('sales.hour'), t('sales.sold'), t('sales.orders')],
        points: this.hours.map(hour => ({ label: format.time(hour.from), value: hour.sales,
          more: format.count(hour.orders) })),
        valueText: amount => format.money(amount),
        axisText: amount => format.rough(amount),
      })}
      ${this.hours.length > 0 && sum('orders') === 0 ? html`<p class="hint">${t('sales.none')}</p>`
        : nothing}`;
  }
}
