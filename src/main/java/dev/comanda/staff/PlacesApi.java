package dev.comanda.staff;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Registers, the machines that are let in, and locations. */
@RestController
@RequestMapping("/api")
class PlacesApi {
    private final Database database;
    private final Places places;
    private final Locations locations;

    record CreateRegister(String code) {}

    record ChangeRegister(boolean active) {}

    record RegisterList(List<Places.Register> items) {}

    record EnrolDevice(String kind, String name, @Nullable String register) {}

    record DeviceList(List<Places.Device> items) {}

    record CreateLocation(String code, String name, String currency, String timeZone,
            boolean pricesIncludeTax) {}

    record ChangeLocation(@Nullable String name, @Nullable Boolean active,
            @Nullable Integer cashierDiscountBp) {}

    record LocationList(List<Locations.Location> items) {}

    PlacesApi(Database database, Places places, Locations locations) {
        this.database = database;
        this.places = places;
        this.locations = locations;
    }

    @GetMapping("/registers")
    RegisterList registers(Caller caller) {
        return new RegisterList(
                database.keyed("register list", () -> places.registers(caller)));
    }

    @PostMapping("/registers")
    ResponseEntity<Places.Register> createRegister(Caller caller, @JsonBody CreateRegister wish) {
        Places.Register register = database.once("register creation",
                () -> places.createRegister(caller, wish.code));
        return ResponseEntity.created(URI.create("/api/registers/" + register.code()))
                .body(register);
    }

    @PatchMapping("/registers/{code}")
    ResponseEntity<?> changeRegister(Caller caller, @PathVariable String code,
            @JsonBody ChangeRegister wish) {
        return database.once("register change",
                () -> places.changeRegister(caller, code, wish.active))
                .<ResponseEntity<?>>map(ResponseEntity::ok)
                .orElseGet(ProblemType.NOT_FOUND::reply);
    }

    @GetMapping("/devices")
    DeviceList devices(Caller caller) {
        return new DeviceList(
                database.keyed("device list", () -> places.devices(caller)));
    }

    @PostMapping("/devices")
    ResponseEntity<Places.Enrolled> enrol(Caller caller, @JsonBody EnrolDevice wish) {
        if (wish.kind.equals("register") != (wish.register != null)) {
            throw ProblemException.field("/register",
                    wish.register == null ? "required" : "additionalProperties");
        }
        Places.Enrolled enrolled = database.once("device enrolment",
                () -> places.enrol(caller, wish.kind, wish.name, wish.register));
        return ResponseEntity.created(URI.create("/api/devices/" + enrolled.device().id()))
                .cacheControl(CacheControl.noStore()).body(enrolled);
    }

    @DeleteMapping("/devices/{id}")
    ResponseEntity<?> revoke(Caller caller, @PathVariable UUID id) {
        return database.once("device revocation", () -> places.revoke(caller, id))
                ? ResponseEntity.noContent().build()
                : ProblemType.NOT_FOUND.reply();
    }

    @GetMapping("/locations")
    LocationList locations(Caller caller) {
        return new LocationList(List.of(
                database.keyed("own location", () -> locations.own(caller))));
    }

    @PostMapping("/locations")
    ResponseEntity<Locations.Location> createLocation(Caller caller,
            @JsonBody CreateLocation wish) {
        Locations.Location wanted = new Locations.Location(wish.code, wish.name, wish.currency,
                wish.timeZone, wish.pricesIncludeTax, true, 1000);
        Locations.Location location = database.once("location creation",
                () -> locations.create(caller, wanted));
        return ResponseEntity.created(URI.create("/api/locations/" + location.code()))
                .body(location);
    }

    @PatchMapping("/locations/{code}")
    ResponseEntity<?> changeLocation(Caller caller, @PathVariable String code,
            @JsonBody ChangeLocation wish) {
        return code.equals(caller.locationCode())
                ? ResponseEntity.ok(database.once("location change", () -> locations.change(caller,
                        wish.name, wish.active, wish.cashierDiscountBp)))
                : ProblemType.NOT_FOUND.reply();
    }
}
