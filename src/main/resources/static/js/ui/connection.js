import { html } from 'lit-html';
import { t } from '../lang.js';

/** Whether the server is reached, in sight and read out. @param {{state: string}} connection */
export function connectionView({ state }) {
  return html`<p class="connection ${state}" role="status">${t(`connection.${state}`)}</p>`;
}
