package dev.comanda.coworking;

import dev.comanda.coworking.Seats.ChangeSeat;
import dev.comanda.security.Caller;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemType;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Seats over HTTP. Who may is decided by {@code security}'s table. */
@RestController
@RequestMapping("/api/coworking/seats")
class SeatsApi {

    private final Seats seats;

    record CreateSeat(String code, String kind, String name, int capacity,
            @Nullable Boolean active) {}

    record SeatList(List<Seat> items) {}

    SeatsApi(Seats seats) {
        this.seats = seats;
    }

    @GetMapping
    SeatList all(Caller caller) {
        return new SeatList(seats.all(caller));
    }

    @PostMapping
    ResponseEntity<?> create(Caller caller, @JsonBody CreateSeat wish) {
        Seat seat = new Seat(wish.code, wish.kind, wish.name, wish.capacity,
                !Boolean.FALSE.equals(wish.active));
        return seats.create(caller, seat)
                .<ResponseEntity<?>>map(created -> ResponseEntity
                        .created(URI.create("/api/coworking/seats/" + created.code()))
                        .body(created))
                .orElseGet(ProblemType.ALREADY_EXISTS::reply);
    }

    @PatchMapping("/{code}")
    ResponseEntity<?> change(Caller caller, @PathVariable String code, @JsonBody ChangeSeat wish) {
        return seats.change(caller, code, wish).<ResponseEntity<?>>map(ResponseEntity::ok)
                .orElseGet(ProblemType.NOT_FOUND::reply);
    }
}
