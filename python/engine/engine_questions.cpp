// The questions of many solves, on threads of their own while the interpreter runs and looks for Ctrl-C.

#include <atomic>
#include <chrono>
#include <future>
#include <stop_token>
#include <thread>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "bindings.h"
#include "leeway/output/failure_report.h"
#include "leeway/session/change_question.h"
#include "questions.h"

namespace py = pybind11;

namespace leeway::python {

namespace {

/// Ends a run of many solves from inside its progress.
struct Stopped {};
struct Watch {
  std::function<void(int, int)> progress;
  std::stop_token stop;  ///< once asked for, no further solve begins
};

/// Runs `work` on a thread of its own without the interpreter's lock, while this one looks for Ctrl-C and
/// tells `progress(done, of)`.
template <class Work>
auto watched(const py::object& progress, Work work) {
  constexpr std::chrono::milliseconds pause{50};
  std::atomic<int> done{0};
  std::atomic<int> of{0};
  std::promise<std::invoke_result_t<Work&, const Watch&>> made;
  auto answer = made.get_future();
  std::jthread thread([&](const std::stop_token& stop) {
    const Watch watch{[&](int finished, int all) {
                        if (stop.stop_requested()) throw Stopped{};
                        of = all;
                        done = finished;
                      },
                      stop};
    try {
      made.set_value(work(watch));
    } catch (...) {
      made.set_exception(std::current_exception());
    }
  });
  const auto end = [&] {
    thread.request_stop();
    const py::gil_scoped_release free;
    thread.join();
  };
  int told = 0;
  for (bool ready = false; !ready;) {
    {
      const py::gil_scoped_release free;
      ready = answer.wait_for(pause) == std::future_status::ready;
    }
    if (PyErr_CheckSignals() != 0) {
      py::error_already_set interrupted;
      end();
      throw interrupted;
    }
    if (progress.is_none() || done == told) continue;
    try {
      progress(told = done, of.load());
    } catch (...) {
      end();
      throw;
    }
  }
  return answer.get();
}

py::tuple range_tuple(const Range& range) { return py::make_tuple(range.central, range.low, range.high); }

void bind_told(py::module_& m) {
  py::class_<Told>(m, "Told")
      .def_property_readonly("run_id", [](const Told& t) { return t.report().run_id; })
      .def_property_readonly("certified", [](const Told& t) { return t.report().certified(); })
      .def("text", &Told::text)
      .def("tables",
           [](const Told& t) {
             py::list all;
             for (const ReportTable& table : t.report().tables) {
               std::vector<std::pair<std::string, std::string>> columns;
               for (const ReportColumn& c : table.columns) columns.emplace_back(c.title, c.unit);
               all.append(py::make_tuple(table.id, table.title, columns, table.rows, table.note));
             }
             return all;
           })
      .def("json", &Told::json)
      .def("write", &Told::write, py::call_guard<py::gil_scoped_release>())
      .def("columns",
           [](const Told& t, const LongFilter& filter) { return columns_dict(t.columns(filter)); });

  py::class_<Compared>(m, "Compared")
      .def_property_readonly("told", [](const Compared& c) -> const Told& { return c.told; })
      .def("change",
           [](const py::object& self, const std::string& name) {
             return array_of(self.cast<const Compared&>().changes.view(name), self);
           })
      .def("change_of", [](const Compared& c, const std::string& economy) {
        return change_dict(c.changes.comparison()[economy]);
      });
  m.def("compare",
        [](const Session& session, const std::shared_ptr<Answer>& from, const std::string& from_name,
           const std::shared_ptr<Answer>& to, const std::string& to_name,
           const std::optional<std::string>& range, const py::object& progress) {
          constexpr std::size_t equilibria_a_case = 2;
          const RangeKind kind = range_kind(range, session.world(), equilibria_a_case);
          return watched(progress, [&](const Watch& watch) {
            return std::make_unique<Compared>(
                compare_answers(session, {from, from_name}, {to, to_name}, kind, watch.progress));
          });
        });
}

void bind_room(py::module_& m) {
  py::class_<RoomTold>(m, "RoomTold")
      .def_property_readonly("told", [](const RoomTold& r) -> const Told& { return r.told; })
      .def_property_readonly("without_leeway", [](const RoomTold& r) { return without_leeway(r.room); })
      .def_property_readonly("economy", [](const RoomTold& r) { return r.room.economy_name; })
      .def_property_readonly(
          "reading", [](const RoomTold& r) { return to_string(r.room.leeway.value().central.reading); })
      .def_property_readonly("p_star",
                             [](const RoomTold& r) {
                               const Leeway& l = r.room.leeway.value();
                               return py::make_tuple(l.central.p_star, l.low, l.high);
                             })
      .def_property_readonly("gain", [](const RoomTold& r) { return range_tuple(r.room.gain_musd); })
      .def_property_readonly("loss", [](const RoomTold& r) { return range_tuple(r.room.loss_musd); })
      .def_property_readonly("threat_rate", [](const RoomTold& r) { return r.room.threat_rate; })
      .def("cases",
           [](const RoomTold& r) {
             py::list all;
             for (const LeewayCase& c : r.room.leeway.value().cases)
               all.append(py::make_tuple(c.name, c.elasticities, c.horizon, c.rates, c.gain_musd, c.loss_musd,
                                         c.p_star, to_string(c.reading)));
             return all;
           })
      .def("failed",
           [](const RoomTold& r) {
             py::list all;
             if (r.room.leeway)
               for (const FailedCase& c : r.room.leeway->failed)
                 all.append(py::make_tuple(c.name, to_string(c.option), failure_words(*c.failure)));
             return all;
           })
      .def("frontier",
           [](const RoomTold& r) {
             py::list all;
             for (const FrontierPoint& p : r.room.frontier)
               all.append(py::make_tuple(p.scale, p.rate, p.gain_musd, p.loss_musd, p.p_star));
             return all;
           })
      .def("seats", [](const RoomTold& r) {
        py::list all;
        for (const SeatStakes& s : r.room.seats)
          all.append(py::make_tuple(to_string(s.seat), s.economy, s.name, s.deal.central, s.carry_out.central,
                                    s.whole.central));
        return all;
      });
  m.def("room",
        [](const Session& session, const Situation& on, std::string economy,
           std::optional<std::string> threat, std::vector<std::string> deal, std::optional<double> lasts,
           std::optional<double> deal_lasts, std::optional<std::string> range, const py::object& progress) {
          const RoomAsked asked{std::move(economy), std::move(threat), std::move(deal), lasts,
                                deal_lasts,         std::move(range)};
          return watched(progress, [&](const Watch& watch) {
            return std::make_unique<RoomTold>(ask_room(session, on, asked, watch.progress));
          });
        });
}

void bind_grid(py::module_& m) {
  py::class_<Swept>(m, "Swept")
      .def_readonly("economies", &Swept::economies)
      .def("verdicts",
           [](const Swept& s) {
             py::list all;
             for (const GridCase& one : s.cases)
               all.append(py::make_tuple(one.verdict.id, one.verdict.certified(),
                                         one.verdict.failure ? failure_words(*one.verdict.failure) : ""));
             return all;
           })
      .def("figures",
           [](const Swept& s, const std::string& variable) { return array_owning(s.figures(variable)); });
  m.def("sweep",
        [](const Situation& on, const std::vector<std::pair<std::string, std::vector<TermValue>>>& terms,
           const py::object& progress) {
          std::vector<TermAxis> axes;
          for (const auto& [term, values] : terms) {
            TermAxis& axis = axes.emplace_back();
            for (const TermValue& value : values) axis.push_back(term_setting(on, term, value));
          }
          return watched(progress, [&](const Watch& watch) {
            return std::make_unique<Swept>(sweep(on, axes, {0, watch.progress, watch.stop}));
          });
        });
}

void bind_brief(py::module_& m) {
  py::class_<BriefTold>(m, "BriefTold")
      .def_readonly("told", &BriefTold::told)
      .def_property_readonly("economy", [](const BriefTold& b) { return b.analysis.economy_name; })
      .def_property_readonly("p_star",
                             [](const BriefTold& b) -> std::optional<std::tuple<double, double, double>> {
                               if (!b.analysis.leeway) return {};
                               const Leeway& l = *b.analysis.leeway;
                               return std::tuple(l.central.p_star, l.low, l.high);
                             })
      .def("json", &BriefTold::json)
      .def(
          "write",
          // Why the page is a plain one, or nothing.
          [](const BriefTold& b, const std::filesystem::path& file) {
            return b.write(file) == BriefPage::plain ? why_plain(b.session.world()) : std::string();
          },
          py::call_guard<py::gil_scoped_release>());
  m.def("brief", [](const Session& session, const Situation& on, std::string economy,
                    std::optional<std::string> threat, std::vector<std::string> deal,
                    std::optional<std::string> retaliation, std::vector<std::string> add,
                    std::vector<std::string> drop, const std::map<std::string, TermValue>& terms,
                    std::optional<std::string> range, const py::object& progress) {
    BriefAsked asked{std::move(economy),
                     std::move(threat),
                     std::move(deal),
                     std::move(retaliation),
                     std::move(add),
                     std::move(drop),
                     {},
                     std::move(range)};
    for (const auto& [term, value] : terms) asked.set.push_back(term_setting(on, term, value));
    return watched(progress, [&](const Watch& watch) {
      return std::make_unique<BriefTold>(tell_brief(session, on, asked, watch.progress));
    });
  });
  m.def("brief_of_change", [](const Session& session, const Situation& from, const Situation& to,
                              std::optional<std::string> economy, std::optional<std::string> threat,
                              const std::optional<std::string>& range, const py::object& progress) {
    const RoomQuestion question =
        question_of_change(session.ledger(), from, to, {std::move(economy), std::move(threat)});
    return watched(progress, [&](const Watch& watch) {
      return std::make_unique<BriefTold>(tell_brief(session, from, question, range, watch.progress));
    });
  });
}

}  // namespace

void bind_questions(py::module_& m) {
  bind_told(m);
  bind_room(m);
  bind_grid(m);
  bind_brief(m);
}

}  // namespace leeway::python
