import counter from './es/counter.js';

/** Lo que leen las personas; cada archivo de es/ tiene su par en en/, con las mismas claves. */
export default { ...counter };
