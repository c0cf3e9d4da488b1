// Where the script came from is where answers go. In the classic script, the build puts the tag that loaded it in
// the place of `null` and its address in the place of import.meta.url (tools/widget.py).
export const SCRIPT = null;
export let BASE = import.meta.url.replace(/\/w\.m?js.*$/, "");
export const setBase = (address) => {
  BASE = address;
};
