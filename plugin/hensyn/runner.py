"""Runs the program as a child process and passes on what it says."""

import os

from qgis.PyQt.QtCore import (QCoreApplication, QEventLoop, QProcess, QProcessEnvironment,
                              QThread)

from . import locate, messages
from .translate import tr

POLL = 50           # ms between looks at the cancel button
GRACE = 900         # ms that a cancelled child has to clean up by itself
LAST_GRACE = 2000   # ms from the polite signal to the end by force
MOST_OUTPUT = 1 << 26   # bytes of standard output that are kept


def process_environment(program, prefix=""):
    environment = QProcessEnvironment()
    for name, value in locate.clean_environment(dict(os.environ), program, prefix).items():
        environment.insert(name, value)
    return environment


class Listener:
    """Puts messages into the feedback of Processing: a warning stays a warning."""

    def __init__(self, feedback):
        self.feedback = feedback
        self.repeats = messages.Repeats()
        self.step = ""
        self.error = None       # the last one; told when it is not the message of the end
        self.result = {}

    def hear(self, message):
        if isinstance(message, messages.Progress):
            self.progress(message)
        elif isinstance(message, messages.Log):
            self.log(message)
        elif isinstance(message, messages.Result):
            self.result = message.members
        else:
            self.feedback.pushConsoleInfo(message.text)

    def progress(self, message):
        self.feedback.setProgress(message.pct)
        if message.step != self.step:
            self.step = message.step
            self.feedback.setProgressText(messages.step_text(message.step))

    def log(self, message):
        if message.level == "error":
            self.tell_error()
            self.error = message
        elif self.repeats.lets(message):
            tell = (self.feedback.pushWarning if message.level == "warning"
                    else self.feedback.pushInfo)
            tell(message.shown())

    def tell_error(self):
        if self.error:
            self.feedback.reportError(self.error.shown(), False)
        self.error = None

    def end(self):
        if self.error and self.error.text != self.result.get("message"):
            self.tell_error()
        for code, count in self.repeats.rest():
            self.feedback.pushInfo(
                tr("… and {} more messages {}; all stand in the table merknad").format(count, code))


def serve_events():
    """In the main thread events must be served: the cancel of qgis_process (Ctrl+C) is one."""
    application = QCoreApplication.instance()
    if application is not None and QThread.currentThread() == application.thread():
        application.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


class Run:
    """One run; used in the thread that made it, without an event loop of its own."""

    def __init__(self, program, arguments, feedback, prefix=""):
        self.program = program
        self.arguments = arguments
        self.feedback = feedback
        self.listener = Listener(feedback)
        self.reader = messages.Reader()
        self.output = b""
        self.process = QProcess()
        self.process.setProcessEnvironment(process_environment(program, prefix))
        self.process.setReadChannel(QProcess.ProcessChannel.StandardError)

    def run(self):
        """Outcome of the whole run."""
        self.process.start(self.program, self.arguments)
        if not self.process.waitForStarted(-1):
            return messages.Outcome("not_found", program=self.program)
        cancelled = False
        while self.process.state() != QProcess.ProcessState.NotRunning:
            self.process.waitForReadyRead(POLL)
            self.listen()
            serve_events()
            if self.feedback.isCanceled() and not cancelled:
                cancelled = True
                self.stop()
        self.listen()
        for message in self.reader.end():
            self.listener.hear(message)
        self.listener.end()
        return self.outcome(cancelled)

    def listen(self):
        for message in self.reader.feed(bytes(self.process.readAllStandardError())):
            self.listener.hear(message)
        room = MOST_OUTPUT - len(self.output)
        self.output += bytes(self.process.readAllStandardOutput())[:room]

    def stop(self):
        """The end of standard input cancels on every system; the rest is for a child that hangs."""
        self.process.closeWriteChannel()
        if self.process.waitForFinished(GRACE):
            return
        self.process.terminate()
        if not self.process.waitForFinished(LAST_GRACE):
            self.process.kill()
            self.process.waitForFinished(-1)

    def outcome(self, cancelled):
        result, code = self.listener.result, self.process.exitCode()
        made = messages.Outcome("exit", code, messages.text_of(result.get("message")), result,
                                self.output.decode("utf-8", "replace"), self.program)
        crashed = self.process.exitStatus() == QProcess.ExitStatus.CrashExit
        if cancelled and (crashed or code != 0) or code == 130 and not crashed:
            made.kind = "cancelled"
        elif crashed:
            made.kind = "crashed"
        elif code == 0:
            made.kind = "done"
        return made
