import counter from './es/counter.js';
import offline from './es/offline.js';

/** Lo que leen las personas; cada archivo de es/ tiene su par en en/, con las mismas claves. */
export default { ...counter, ...offline };
