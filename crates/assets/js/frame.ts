// Every page's script: htmx, and the frame's own small behaviors. A page works before this arrives.
import "./parts/htmx";
import "./parts/answers";
import "./parts/call";
import "./parts/clock";
import "./parts/dialogs";
import "./parts/keys";
import "./parts/lazy";
import "./parts/live";
import "./parts/menus";
import "./parts/passkeys";
import "./parts/rows";
import "./parts/signature";
import "./parts/theme";
import "./parts/toasts";
