// drop WINDOW X Y URI…: drops files on a window as a file manager does (freedesktop.org's XDND, version 5).
// It prints "accepted" or "refused", and ends with 0 once the window has taken the list of files.
//
// cc -o drop drop.c -lX11
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 5, PATIENCE_MS = 5000 };

static Display *display;
static Window self, target;

static Atom atom(const char *name) { return XInternAtom(display, name, False); }

// tell sends the target a message of the protocol; its first word is always the sender.
static void tell(const char *type, long a, long b, long c, long d) {
  XEvent e = {.xclient = {.type = ClientMessage, .window = target, .message_type = atom(type), .format = 32}};
  long words[] = {self, a, b, c, d};
  memcpy(e.xclient.data.l, words, sizeof words);
  XSendEvent(display, target, False, NoEventMask, &e);
}

// give answers the target's request for the list of files.
static void give(const XSelectionRequestEvent *r, const char *list) {
  XChangeProperty(display, r->requestor, r->property, r->target, 8, PropModeReplace, (const unsigned char *)list, strlen(list));
  XEvent e = {.xselection = {.type = SelectionNotify, .requestor = r->requestor, .selection = r->selection,
                             .target = r->target, .property = r->property, .time = r->time}};
  XSendEvent(display, r->requestor, False, NoEventMask, &e);
}

// next waits for an event; 0 when none comes.
static int next(XEvent *e) {
  XFlush(display);
  if (!XPending(display)) {
    struct pollfd fd = {.fd = ConnectionNumber(display), .events = POLLIN};
    if (poll(&fd, 1, PATIENCE_MS) <= 0) return 0;
  }
  XNextEvent(display, e);
  return 1;
}

int main(int argc, char **argv) {
  if (argc < 5 || !(display = XOpenDisplay(NULL))) {
    fputs("drop WINDOW X Y URI…, with DISPLAY set\n", stderr);
    return 2;
  }
  target = strtoul(argv[1], NULL, 0);
  size_t size = 1;
  for (int i = 4; i < argc; i++) size += strlen(argv[i]) + 2;
  char *list = calloc(size, 1);
  for (int i = 4; i < argc; i++) strcat(strcat(list, argv[i]), "\r\n");

  Window root = DefaultRootWindow(display), child;
  int x, y;
  self = XCreateSimpleWindow(display, root, 0, 0, 1, 1, 0, 0, 0);
  XSetSelectionOwner(display, atom("XdndSelection"), self, CurrentTime);
  XTranslateCoordinates(display, target, root, atoi(argv[2]), atoi(argv[3]), &x, &y, &child);
  tell("XdndEnter", (long)VERSION << 24, atom("text/uri-list"), 0, 0);
  tell("XdndPosition", 0, (long)x << 16 | y, CurrentTime, atom("XdndActionCopy"));

  XEvent e;
  for (int dropped = 0; next(&e);) {
    if (e.type == SelectionRequest) {
      give(&e.xselectionrequest, list);
    } else if (e.type != ClientMessage) {
      continue;
    } else if (e.xclient.message_type == atom("XdndFinished")) {
      return 0;
    } else if (e.xclient.message_type == atom("XdndStatus") && !dropped) {
      if (!(e.xclient.data.l[1] & 1)) return puts("refused"), 1;
      puts("accepted");
      dropped = 1;
      tell("XdndDrop", 0, CurrentTime, 0, 0);
    }
  }
  fputs("drop: no answer\n", stderr);
  return 1;
}
