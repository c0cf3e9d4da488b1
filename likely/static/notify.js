// The page on which a browser agrees to be notified. Permission is asked for after a tap, never before.
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const [on, off, status] = [$("on"), $("off"), $("status")];

const say = (text) => {
  status.textContent = text;
};

const show = (subscription) => {
  on.hidden = Boolean(subscription);
  off.hidden = !subscription;
};

const tell = async (body) => {
  const reply = await fetch(location.pathname, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${reply.status}`);
};

/** The browser's subscription to the key that is ours today; one to an older key is of no use. */
const current = async (registration) => {
  const found = await registration.pushManager.getSubscription();
  const key = found && btoa(String.fromCharCode(...new Uint8Array(found.options.applicationServerKey || [])));
  return key && key.replace(/[+/]/g, (c) => "-_"["+/".indexOf(c)]).replace(/=+$/, "") === data.key ? found : null;
};

const subscribe = async (registration) => {
  if ((await Notification.requestPermission()) !== "granted") return say(data.denied);
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: data.key });
  await tell(made.toJSON());
  show(made);
  say(data.done);
};

const end = async (registration) => {
  const found = await registration.pushManager.getSubscription();
  if (found) {
    await tell({ endpoint: found.endpoint, gone: true });
    await found.unsubscribe();
  }
  show(null);
  say(data.gone);
};

const pressed = (button, deed) =>
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await deed();
    } catch {
      say(data.failed);
    }
    button.disabled = false;
  });

const start = async () => {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return say(data.unable);
  const registration = await navigator.serviceWorker.register("/n/sw.js", { scope: "/n/" });
  pressed(on, () => subscribe(registration));
  pressed(off, () => end(registration));
  show(await current(registration));
};

start().catch(() => say(data.unable));
